import type { Artifact, DatasetHeader } from "@ebcle/core"
import { Effect } from "effect"
import { childTask } from "./childTask.ts"
import type { StepProfile } from "./stepProfile.ts"
import { nameOf } from "./trainingErrors.ts"
import { trainingProcess } from "./trainingProcess.ts"
import type { TrainParams } from "./trainStage.ts"

/**
 * Measures where the time of a cell's training steps goes, on its own data and in a process of its own. Trains nothing and
 * keeps nothing.
 *
 * @errors TrainerError with the child's own reason, TimesUnavailable on a GPU
 */
export const profileCell = Effect.fnUntraced(function* (params: TrainParams, dataset: Artifact<DatasetHeader>) {
  const { architecture, cell, recipe } = params
  const { engine, measured } = yield* trainingProcess(
    { wants: "profile", ...(yield* childTask(params, dataset)) },
    nameOf(cell)
  )
  const { batchSize, precision } = recipe
  return { ...measured, cell, network: architecture.name, precision, batchSize, engine } satisfies StepProfile
})
