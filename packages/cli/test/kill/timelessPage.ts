import { copyFile, readdir, readFile, rm } from "node:fs/promises"
import { dirname, join } from "node:path"
import { ArtifactStore, decodeStudy, type RunRecord } from "@ebcle/core"
import { cellName, obtain, reportTarget, resolveDataset } from "@ebcle/pipeline"
import type { TrainParams } from "@ebcle/trainer"
import * as NodeChildProcessSpawner from "@effect/platform-node-shared/NodeChildProcessSpawner"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import { Effect, Layer } from "effect"

const files = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)
const platform = Layer.mergeAll(files, NodeChildProcessSpawner.layer.pipe(Layer.provide(files)))

/** A record as if every epoch had taken a second. */
const timeless = ({ epochs, timing: _, ...run }: RunRecord): RunRecord => ({
  ...run,
  epochs: epochs.map((epoch) => ({ ...epoch, trainSeconds: 1, evaluateSeconds: 1, imagesPerSecond: 1 })),
  timing: { build: 1, firstCall: 1, train: epochs.length, evaluate: epochs.length, total: 3 * epochs.length }
})

const forgetTrainings = async (folder: string) => {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) if (name !== "estimate") await rm(join(folder, name), { recursive: true })
}

/**
 * The page that the pipeline makes of a study's trainings with their times taken out. It states the digest of every
 * record and of all weights, so equal pages are of equal trainings.
 *
 * @param artifacts where the trainings are
 * @param scratch where everything else is made; what comes before the trainings is kept there for the next page
 */
export const timelessPage = (artifacts: string, scratch: string, studyFile: string): Promise<string> =>
  Effect.gen(function* () {
    yield* Effect.promise(() => forgetTrainings(join(scratch, "tiny")))
    const study = yield* decodeStudy(yield* Effect.promise(() => readFile(studyFile, "utf8")), studyFile)
    const trained = ({ folder, params }: { readonly folder: string; readonly params: TrainParams }) =>
      Effect.promise(async () => {
        const from = join(artifacts, params.cell.study, cellName(params.cell), "train")
        const run: RunRecord = JSON.parse(await readFile(join(from, "run.json"), "utf8"))
        await copyFile(join(from, run.weights), join(folder, run.weights))
        return timeless(run)
      })
    const store = Layer.effect(
      ArtifactStore,
      Effect.map(ArtifactStore, (real) =>
        ArtifactStore.of({
          ...real,
          // Only a training is exchanged, and its stage has these parameters and this value.
          obtain: (request) =>
            request.stage.name === "train"
              ? real.obtain({
                  ...request,
                  stage: { ...request.stage, run: trained as unknown as typeof request.stage.run }
                })
              : real.obtain(request)
        })
      )
    ).pipe(Layer.provide(ArtifactStore.layer({ root: scratch })))
    const base = dirname(studyFile)
    const dataset = yield* resolveDataset(study.dataset.name, { root: base, base })
    const engine = { name: "tensorflow", version: "any", device: "cpu" } as const
    const { folder, value } = yield* obtain(
      reportTarget({
        name: "tiny",
        file: "tiny.study.json",
        study,
        dataset,
        engine
      })
    ).pipe(Effect.provide(store))
    return yield* Effect.promise(() => readFile(join(folder, value.page), "utf8"))
  }).pipe(Effect.provide(platform), Effect.runPromise)
