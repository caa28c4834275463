import type { Artifact, DatasetHeader } from "@ebcle/core"
import { Effect, Path, type Schema } from "effect"
import type { TrainParams } from "./trainStage.ts"

/** What a training process needs to know of a cell, whatever is wanted of it. */
export const childTask = Effect.fnUntraced(function* (params: TrainParams, dataset: Artifact<DatasetHeader>) {
  const path = yield* Path.Path
  const splitFile = (name: "train" | "test") => path.join(dataset.folder, dataset.value.splits[name].file)
  return {
    cell: params.cell,
    architecture: params.architecture as unknown as Schema.Json,
    recipe: params.recipe as unknown as Schema.Json,
    probe: params.probe ?? null,
    engine: params.engine,
    train: { file: splitFile("train"), count: params.trainImages },
    test: { file: splitFile("test"), count: params.testImages }
  }
})
