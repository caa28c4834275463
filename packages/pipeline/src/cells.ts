import type { Cell, Study } from "@ebcle/core"

/** Every training of a study: models × variants × seeds, the seeds innermost. */
export const cells = (name: string, study: Study): ReadonlyArray<Cell> =>
  Object.keys(study.models).flatMap((model) =>
    Object.keys(study.variants).flatMap((variant) =>
      study.seeds.map((seed): Cell => ({ study: name, model, variant, seed }))
    )
  )

/** `resnet20.baseline.seed-1`: a cell within its study, as a folder and as part of an Nx project's name. */
export const cellName = ({ model, seed, variant }: Cell): string => `${model}.${variant}.seed-${seed}`
