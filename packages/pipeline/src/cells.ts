import type { Cell, Study } from "@ebcle/core"

/** What of a study decides its cells. */
export type PlannedCells = Pick<Study, "models" | "variants" | "seeds">

/**
 * Every training of a study, in the order of training: the variants of a seed beside each other, so that what is paired
 * later was timed on the machine in the same state.
 */
export const cells = (name: string, study: PlannedCells): ReadonlyArray<Cell> =>
  Object.keys(study.models).flatMap((model) =>
    study.seeds.flatMap((seed) =>
      Object.keys(study.variants).map((variant): Cell => ({ study: name, model, variant, seed }))
    )
  )

/** `resnet20.baseline.seed-1`: a cell within its study, as a folder and as part of an Nx project's name. */
export const cellName = ({ model, seed, variant }: Cell): string => `${model}.${variant}.seed-${seed}`
