import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { ArtifactStore, decodeStudy, type RunRecord } from "@ebcle/core"
import { datasets } from "@ebcle/ingest"
import { cells, cellTarget, datasetTarget, estimateTarget, type NamedStudy, profileTarget } from "@ebcle/pipeline"
import type { TrainParams } from "@ebcle/trainer"
import { summarise } from "@ebcle/zoo"
import * as NodeChildProcessSpawner from "@effect/platform-node-shared/NodeChildProcessSpawner"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import { Effect, Layer } from "effect"
import { engineOf } from "../../src/engineFlag.ts"

const files = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)
const platform = Layer.mergeAll(files, NodeChildProcessSpawner.layer.pipe(Layer.provide(files)))

const dataset = { name: "mnist", source: datasets.mnist! }

/** A record and weights that no training made. */
const untrained = ({ folder, params }: { readonly folder: string; readonly params: TrainParams }) =>
  Effect.promise(async (): Promise<RunRecord> => {
    await writeFile(join(folder, "weights.safetensors"), params.cell.model)
    const seconds = 1 + params.cell.seed / 1e6
    const epoch = { loss: 1, accuracy: 0.9, testLoss: 1, testAccuracy: 0.9, evaluateSeconds: 1 }
    return {
      cell: params.cell,
      architecture: summarise(params.architecture),
      recipe: params.recipe,
      trainImages: params.trainImages,
      testImages: params.testImages,
      stepsPerEpoch: 1,
      epochs: [{ ...epoch, epoch: 1, trainSeconds: seconds, imagesPerSecond: params.trainImages / seconds }],
      testAccuracy: 0.9,
      testLoss: 1,
      timing: { build: 0, firstCall: 0, train: seconds, evaluate: 1, total: seconds + 1 },
      engine: {
        engine: "none",
        tensorflow: params.engine.version,
        device: params.engine.device,
        intraOpThreads: 1,
        interOpThreads: 1,
        oneDnn: false,
        node: "v0",
        platform: "none"
      },
      weights: "weights.safetensors"
    }
  })

/** Fills a store with the trainings of studies, by the real keys of this machine, in no time; reports are not made. */
export const generateTrainings = (root: string, studies: ReadonlyMap<string, unknown>): Promise<void> =>
  Effect.gen(function* () {
    const engine = yield* engineOf("tensorflow")
    const store = yield* ArtifactStore
    /** All studies have one rule, whose bootstrap takes seconds. */
    let bound: unknown
    const filled = ArtifactStore.of({
      ...store,
      obtain: (request) => {
        const { alone: _, ...stage } = request.stage
        const instead = (run: unknown) =>
          store.obtain({ ...request, stage: { ...stage, run: run as typeof stage.run } })
        if (stage.name === "train") return instead(untrained)
        if (stage.name === "estimate" && bound !== undefined) return instead(() => Effect.succeed(bound))
        return store.obtain(request)
      }
    })
    for (const [name, value] of studies) {
      const file = `configs/${name}.study.json`
      const named: NamedStudy = { name, file, study: yield* decodeStudy(JSON.stringify(value), file), dataset, engine }
      const made = Effect.gen(function* () {
        const ingested = yield* datasetTarget(dataset).obtain({})
        const profile = yield* profileTarget(dataset, named.study.measure).obtain({ dataset: ingested })
        const estimate = yield* estimateTarget(named).obtain({ profile })
        bound = estimate.value
        yield* Effect.forEach(
          cells(name, named.study),
          (cell) => cellTarget(named, cell).obtain({ dataset: ingested, estimate }),
          {
            concurrency: 8,
            discard: true
          }
        )
      })
      yield* Effect.provideService(made, ArtifactStore, filled)
    }
  }).pipe(Effect.provide(ArtifactStore.layer({ root })), Effect.provide(platform), Effect.runPromise)
