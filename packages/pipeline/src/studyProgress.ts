import type { ArtifactState, Cell, RunRecord } from "@ebcle/core"
import type { StepCosts } from "@ebcle/trainer/stages"
import { summarise } from "@ebcle/zoo"
import { Effect } from "effect"
import { architectureOf } from "./architectureOf.ts"
import { cells } from "./cells.ts"
import {
  cellTarget,
  datasetTarget,
  estimateTarget,
  type NamedStudy,
  profileTarget,
  trainParams
} from "./studyTargets.ts"
import type { Failure, Services } from "./target.ts"

/** A cell that is not trained, with the multiply-adds of its network. */
export interface CellCost {
  readonly cell: Cell
  readonly macs: number
}

/** How far a study is: the runs that can be used as they are, and what is left to train. */
export interface StudyProgress {
  readonly done: ReadonlyArray<RunRecord>
  readonly left: ReadonlyArray<CellCost>
}

const isOfArm = (cell: Cell) => (run: RunRecord) => run.cell.model === cell.model && run.cell.variant === cell.variant

const mean = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Seconds that a cell will take, by those that were measured: the mean of its own arm, else what the others took in
 * proportion to their multiply-adds. Undefined before anything was measured.
 */
export const expectedSeconds = (done: ReadonlyArray<RunRecord>, { cell, macs }: CellCost): number | undefined => {
  if (done.length === 0) return undefined
  const own = done.filter(isOfArm(cell))
  if (own.length > 0) return mean(own.map(({ timing }) => timing.total))
  return macs * mean(done.map(({ architecture, timing }) => timing.total / architecture.macs))
}

/** Seconds until a study is trained, at the pace of what was measured. */
export const secondsLeft = ({ done, left }: StudyProgress): number | undefined =>
  left.reduce<number | undefined>((sum, cost) => {
    const expected = expectedSeconds(done, cost)
    return sum === undefined || expected === undefined ? undefined : sum + expected
  }, 0)

const artifactOf = <A>(state: ArtifactState<A>) => (state._tag === "Ready" ? state.artifact : undefined)

/** Looks at a study's cells and computes nothing; undefined before its bound is there. */
export const studyProgress = Effect.fnUntraced(function* (
  named: NamedStudy
): Effect.fn.Return<StudyProgress | undefined, Failure, Services> {
  const { name, study } = named
  const dataset = artifactOf(yield* datasetTarget(named.dataset).inspect({}))
  if (dataset === undefined) return undefined
  const profile = artifactOf(yield* profileTarget(named.dataset, study.measure).inspect({ dataset }))
  if (profile === undefined) return undefined
  const estimate = artifactOf(yield* estimateTarget(named).inspect({ profile }))
  if (estimate === undefined) return undefined
  const looked = yield* Effect.forEach(
    cells(name, study),
    (cell) =>
      Effect.gen(function* () {
        const target = cellTarget(named, cell)
        const costs = target.needs.costs && artifactOf(yield* target.needs.costs.inspect({}))
        if (target.needs.costs !== undefined && costs === undefined) {
          // Its network depends on what steps cost here, which nobody measured yet; it is smaller than the control's.
          const control = { ...cell, variant: study.comparison.control }
          const { macs } = summarise(yield* architectureOf(named, control, dataset.value, estimate.value))
          return { cost: { cell, macs } }
        }
        const state = yield* target.inspect({ dataset, estimate, ...(costs && { costs }) })
        if (state._tag === "Ready") return { run: state.artifact.value }
        const { architecture } = yield* trainParams(
          named,
          cell,
          dataset.value,
          estimate.value,
          costs?.value as StepCosts | undefined
        )
        return { cost: { cell, macs: summarise(architecture).macs } }
      }),
    { concurrency: 16 }
  )
  return {
    done: looked.flatMap(({ run }) => (run === undefined ? [] : [run])),
    left: looked.flatMap(({ cost }) => (cost === undefined ? [] : [cost]))
  }
})
