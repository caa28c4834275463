import type { Arm, PairedComparison, RunRecord } from "@ebcle/core"
import { Effect } from "effect"
import { type ArmStyle, armStyle } from "./armStyle.ts"
import { ReportError } from "./reportError.ts"
import type { ReportInput } from "./reportInput.ts"

/** An arm with its name, its look and its runs in the order of its seeds. */
export interface ArmView {
  readonly arm: Arm
  readonly label: string
  readonly style: ArmStyle
  readonly runs: ReadonlyArray<RunRecord>
}

/** A comparison with both its arms. */
export interface ComparisonView {
  readonly comparison: PairedComparison
  readonly arm: ArmView
  readonly control: ArmView
}

/** The input of a report with its parts joined: what sections and charts read. `runs` are those of the arms, in their order. */
export interface ReportModel extends ReportInput {
  readonly arms: ReadonlyArray<ArmView>
  readonly pairs: ReadonlyArray<ComparisonView>
}

const disagree = (message: string) =>
  new ReportError({ reason: "InputsDisagree", message: message.replaceAll(/\s+/g, " ") })

/** Runs and arms are found by these names, so that many of them are joined in one pass. */
const armName = (model: string, variant: string): string => `${model}/${variant}`

type RunsByArm = ReadonlyMap<string, ReadonlyMap<number, RunRecord>>

const runsByArm = (runs: ReadonlyArray<RunRecord>): RunsByArm => {
  const arms = new Map<string, Map<number, RunRecord>>()
  for (const run of runs) {
    const name = armName(run.cell.model, run.cell.variant)
    arms.set(name, (arms.get(name) ?? new Map<number, RunRecord>()).set(run.cell.seed, run))
  }
  return arms
}

const runsOf = Effect.fnUntraced(function* (byArm: RunsByArm, arm: Arm) {
  const own = byArm.get(armName(arm.model, arm.variant))
  const runs: Array<RunRecord> = []
  for (const seed of arm.seeds) {
    const run = own?.get(seed)
    if (run === undefined) {
      return yield* disagree(
        `The comparison counts seed ${seed} of ${arm.model} ${arm.variant}, but no run record is given for it; pass the runs that the comparison was made from.`
      )
    }
    runs.push(run)
  }
  return runs
})

const pairOf = Effect.fnUntraced(function* (arms: ReadonlyMap<string, ArmView>, comparison: PairedComparison) {
  const arm = arms.get(armName(comparison.model, comparison.variant))
  const control = arms.get(armName(comparison.model, comparison.control))
  if (arm === undefined || control === undefined) {
    return yield* disagree(
      `The comparison of ${comparison.model} ${comparison.variant} with ${comparison.control} names an arm that it does not list; compute the comparison again.`
    )
  }
  return { comparison, arm, control }
})

/** Joins the parts of the input, or says in which part they disagree. */
export const reportModel = Effect.fnUntraced(function* (
  input: ReportInput
): Effect.fn.Return<ReportModel, ReportError> {
  const { comparison, estimate, profile } = input
  if (estimate.dataset !== profile.dataset) {
    return yield* disagree(
      `The depth estimate is of dataset ${estimate.dataset} and the entropy profile of ${profile.dataset}; pass both of one dataset.`
    )
  }
  if (comparison.arms.length === 0) {
    return yield* disagree(
      `The comparison of study ${comparison.study} lists no arm; compute it from at least one run.`
    )
  }
  const untrained = comparison.arms.find(({ seeds }) => seeds.length === 0)
  if (untrained !== undefined) {
    return yield* disagree(
      `The comparison lists ${untrained.model} ${untrained.variant} without a seed; compute it from at least one run of each arm.`
    )
  }
  const byArm = runsByArm(input.runs)
  const arms: Array<ArmView> = []
  for (const [index, arm] of comparison.arms.entries()) {
    const runs = yield* runsOf(byArm, arm)
    arms.push({ arm, label: `${arm.model} ${arm.variant}`, style: armStyle(index), runs })
  }
  const named = new Map(arms.map((view) => [armName(view.arm.model, view.arm.variant), view]))
  const pairs = yield* Effect.forEach(comparison.comparisons, (paired) => pairOf(named, paired))
  return { ...input, runs: arms.flatMap(({ runs }) => runs), arms, pairs }
})
