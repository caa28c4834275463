import { type Artifact, Cell, type DatasetHeader, ProbePlan, Recipe, RunRecord, stage } from "@ebcle/core"
import { type Architecture, summarise } from "@ebcle/zoo"
import { Effect, type FileSystem, Path, Schema } from "effect"
import type { ChildProcessSpawner } from "effect/process"
import { CheckpointEvery } from "./checkpoints.ts"
import type { ChildTask } from "./childMessage.ts"
import { childTask } from "./childTask.ts"
import { EngineChoice } from "./engineChoice.ts"
import type { TrainerError } from "./trainerError.ts"
import { nameOf } from "./trainingErrors.ts"
import { trainingProcess } from "./trainingProcess.ts"

/** What a training depends on, besides the dataset: the key of its artifact. The bound has already become architecture. */
export const TrainParams = Schema.Struct({
  cell: Cell,
  // Whether it is plain JSON is seen when the key is made.
  architecture: Schema.Unknown as unknown as Schema.Codec<Architecture, unknown>,
  recipe: Recipe,
  probe: Schema.optionalKey(ProbePlan),
  trainImages: Schema.Int,
  testImages: Schema.Int,
  engine: EngineChoice
})
export type TrainParams = typeof TrainParams.Type

const weightsFile = "weights.safetensors"

/**
 * Trains one cell in a process of its own: dataset -> `run.json` and `weights.safetensors`.
 *
 * @errors TrainerError with the child's own reason
 */
export const trainStage = stage({
  name: "train",
  version: 2,
  params: TrainParams,
  output: RunRecord,
  file: "run.json",
  alone: true,
  run: Effect.fnUntraced(function* ({
    folder,
    inputs,
    params,
    scratch
  }: {
    readonly folder: string
    readonly scratch?: string
    readonly inputs: { readonly dataset: Artifact<DatasetHeader> }
    readonly params: TrainParams
  }): Effect.fn.Return<
    RunRecord,
    TrainerError,
    FileSystem.FileSystem | Path.Path | ChildProcessSpawner.ChildProcessSpawner
  > {
    const path = yield* Path.Path
    const { dataset } = inputs
    const task: ChildTask = {
      wants: "result",
      ...(yield* childTask(params, dataset)),
      weights: path.join(folder, weightsFile),
      checkpoints: scratch === undefined ? null : { folder: scratch, every: yield* CheckpointEvery }
    }

    const last = yield* trainingProcess(task, nameOf(params.cell))
    const final = last.epochs.at(-1)!
    return {
      cell: params.cell,
      architecture: summarise(params.architecture),
      recipe: params.recipe,
      trainImages: params.trainImages,
      testImages: params.testImages,
      stepsPerEpoch: last.stepsPerEpoch,
      epochs: last.epochs,
      testAccuracy: final.testAccuracy,
      testLoss: final.testLoss,
      timing: last.timing,
      ...(last.identity && { identity: last.identity }),
      engine: last.engine,
      weights: weightsFile
    }
  })
})
