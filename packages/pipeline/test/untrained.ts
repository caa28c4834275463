import { ArtifactStore } from "@ebcle/core"
import type { TrainParams } from "@ebcle/trainer"
import * as NodeChildProcessSpawner from "@effect/platform-node-shared/NodeChildProcessSpawner"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import { Effect, FileSystem, Layer, Path } from "effect"
import { runRecord } from "./fixtures.ts"

const files = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)
const platform = Layer.mergeAll(files, NodeChildProcessSpawner.layer.pipe(Layer.provide(files)))

/**
 * The real store and the real stages, but for training, which writes weights that are none.
 *
 * @param train what a training does meanwhile
 */
const untrained = (train: (params: TrainParams) => Effect.Effect<void>) =>
  Layer.effect(
    ArtifactStore,
    Effect.gen(function* () {
      const store = yield* ArtifactStore
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const run = Effect.fnUntraced(function* ({
        folder,
        params
      }: {
        readonly folder: string
        readonly params: TrainParams
      }) {
        yield* train(params)
        yield* Effect.orDie(fs.writeFileString(path.join(folder, "weights.safetensors"), params.architecture.name))
        return runRecord(params.cell, 0.9, params.architecture.depth)
      })
      return ArtifactStore.of({
        ...store,
        // Only a training is exchanged, and its stage has these parameters and this value.
        obtain: (request) =>
          request.stage.name === "train"
            ? store.obtain({ ...request, stage: { ...request.stage, run: run as unknown as typeof request.stage.run } })
            : store.obtain(request)
      })
    })
  )

/** Does something with an empty store whose trainings take no time, unless `train` does. */
export const inTemporaryStore = <A, E>(
  body: Effect.Effect<A, E, ArtifactStore | Layer.Success<typeof platform>>,
  train: (params: TrainParams) => Effect.Effect<void> = () => Effect.void
) =>
  Effect.gen(function* () {
    const root = yield* (yield* FileSystem.FileSystem).makeTempDirectoryScoped()
    return yield* body.pipe(Effect.provide(Layer.provide(untrained(train), ArtifactStore.layer({ root }))))
  }).pipe(Effect.provide(platform))
