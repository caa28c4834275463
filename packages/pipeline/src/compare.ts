import type { Comparison, ComparisonPlan, RunRecord } from "@ebcle/core"
import type { PlannedCells } from "./cells.ts"
import { comparePair, pairBySeed } from "./comparePair.ts"
import { comparisonCaveat, comparisonSentence } from "./comparisonSentence.ts"
import { judgeFamily } from "./judgeFamily.ts"
import { missingCells } from "./missingCells.ts"
import { outlooks } from "./outlook.ts"
import { rankVariants } from "./rankVariants.ts"
import { toArm } from "./toArm.ts"
import { verdict } from "./verdict.ts"

/** What a comparison is made by, all of it stated before the runs were made. */
export interface CompareParams {
  /** The study's name, as its cells have it. */
  readonly name: string
  /** The study's title. */
  readonly study: string
  readonly planned: PlannedCells
  readonly plan: ComparisonPlan
}

/** Runs by arm, in order of first appearance; within an arm by seed. */
const byArm = (runs: ReadonlyArray<RunRecord>): ReadonlyMap<string, ReadonlyArray<RunRecord>> => {
  const arms = new Map<string, Array<RunRecord>>()
  for (const run of runs.toSorted((a, b) => a.cell.seed - b.cell.seed)) {
    const name = armKey(run.cell.model, run.cell.variant)
    const arm = arms.get(name)
    if (arm === undefined) arms.set(name, [run])
    else arm.push(run)
  }
  return arms
}

const armKey = (model: string, variant: string): string => `${model}/${variant}`

/** Compares every variant with the control of its model over the seeds that both have, and says which runs are missing. */
export const compare = (params: CompareParams, runs: ReadonlyArray<RunRecord>): Comparison => {
  const { name, plan, planned, study } = params
  const grouped = byArm(runs)
  const arms = new Map([...grouped].map(([key, own]) => [key, toArm(own, 1 - plan.alpha)]))
  const variants = Object.keys(planned.variants).filter((variant) => variant !== plan.control).length
  const comparisons = Math.max(1, variants * Object.keys(planned.models).length)
  const outlookOf = outlooks(plan)
  const measured = [...grouped.values()].flatMap((own) => {
    const { model, variant } = own[0]!.cell
    const pairs = variant === plan.control ? [] : pairBySeed(own, grouped.get(armKey(model, plan.control)) ?? [])
    return pairs.length === 0 ? [] : [comparePair(pairs, plan, outlookOf)]
  })
  const judged = judgeFamily(measured, comparisons).map((comparison) => {
    const arm = (variant: string) => arms.get(armKey(comparison.model, variant))!
    return {
      ...comparison,
      sentence: comparisonSentence(comparison, arm(comparison.variant), arm(comparison.control)),
      caveat: comparisonCaveat(comparison)
    }
  })
  const missing = missingCells(name, planned, runs)
  return {
    study,
    arms: [...arms.values()],
    comparisons: judged,
    ranking: rankVariants(runs, plan),
    missing,
    verdict: verdict([...arms.values()], judged, missing)
  }
}
