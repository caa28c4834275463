import { ArtifactStore, Progress, type ProgressReport } from "@ebcle/core"
import { ingestParams, ingestStage } from "@ebcle/ingest"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import { readEntropies } from "../src/entropyArrow.ts"
import { type ProfileParams, profileStage } from "../src/profileStage.ts"
import { surveyStage } from "../src/surveyStage.ts"
import { WorkerCount } from "../src/workerCount.ts"
import { golden } from "./golden.ts"
import { platform } from "./platform.ts"

layer(platform)("profileStage", (it) => {
  it.effect("gives the reference values of MNIST", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const root = yield* fs.makeTempDirectoryScoped()
      const reports: Array<ProgressReport> = []
      yield* Effect.gen(function* () {
        const store = yield* ArtifactStore
        const dataset = yield* store.obtain({
          stage: ingestStage,
          params: yield* ingestParams("mnist"),
          inputs: {},
          folder: "mnist/ingest"
        })
        const params: ProfileParams = { measure: "shannon", split: "train" }
        const { folder, value } = yield* store
          .obtain({
            stage: profileStage,
            params,
            inputs: { dataset },
            folder: "mnist/profile"
          })
          .pipe(Effect.provideService(Progress, { report: (report) => Effect.sync(() => void reports.push(report)) }))

        assert.strictEqual(value.count, 60_000)
        assert.strictEqual(value.mean.toFixed(4), "1.1108")
        assert.strictEqual((value.mean / Math.LN2).toFixed(4), "1.6025")
        assert.strictEqual(value.sd.toFixed(3), "0.266")
        assert.strictEqual(value.quantiles.q05.toFixed(3), "0.607")
        assert.strictEqual(value.quantiles.q50.toFixed(3), "1.147")
        assert.strictEqual(value.quantiles.q95.toFixed(3), "1.487")
        assert.strictEqual(
          value.histogram.counts.reduce((sum, count) => sum + count),
          60_000
        )
        // Class counts of the official training set.
        assert.deepStrictEqual(
          value.perClass.map(({ count }) => count),
          [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
        )

        const values = yield* readEntropies(path.join(folder, value.file), value.count)
        for (const [index, expected] of golden.mnist.entries()) assert.closeTo(values[index]!, expected, 1e-12)
        assert.deepStrictEqual(
          reports.map(({ done, total }) => [done, total]),
          [10_699, 21_398, 32_097, 42_796, 53_495, 60_000].map((done) => [done, 60_000])
        )
      }).pipe(Effect.provide(ArtifactStore.layer({ root })))
    })
  )

  it.effect("gives the same bytes whatever the number of workers, and whatever else is measured in the pass", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const root = yield* fs.makeTempDirectoryScoped()
      const made = yield* ingestStage.run({ params: yield* ingestParams("mnist"), inputs: {}, folder: root })
      const inputs = { dataset: { folder: root, digest: "", value: made } }
      const alone = yield* fs.makeTempDirectoryScoped()
      const profile = yield* profileStage
        .run({ params: { measure: "haar", split: "test" }, inputs, folder: alone })
        .pipe(Effect.provideService(WorkerCount, 1))
      for (const workers of [1, 3]) {
        const folder = yield* fs.makeTempDirectoryScoped()
        const survey = yield* surveyStage
          .run({ params: { measures: ["shannon", "haar", "delentropy"], split: "test" }, inputs, folder })
          .pipe(Effect.provideService(WorkerCount, workers))
        assert.deepStrictEqual(survey.profiles[1], { ...profile, file: "haar.arrow" })
        assert.deepStrictEqual(
          yield* fs.readFile(path.join(folder, "haar.arrow")),
          yield* fs.readFile(path.join(alone, "entropy.arrow"))
        )
      }
    })
  )

  it.effect("fails where the dataset's file is gone", () =>
    Effect.gen(function* () {
      const value = {
        name: "gone",
        shape: [1, 1, 1],
        classes: ["a"],
        splits: { train: { file: "train.arrow", count: 1 }, test: { file: "test.arrow", count: 1 } },
        sources: [],
        licence: "none",
        citation: "none"
      } as const
      const error = yield* Effect.flip(
        profileStage.run({
          params: { measure: "shannon", split: "train" },
          inputs: { dataset: { folder: "/nonexistent", digest: "", value } },
          folder: "/nonexistent"
        })
      )
      assert.strictEqual(error.reason, "FileUnreadable")
    })
  )
})
