import process from "node:process"
import { Progress, type RunRecord } from "@ebcle/core"
import { assert, beforeAll, describe, it } from "@effect/vitest"
import { Effect, FileSystem, Logger } from "effect"
import { CheckpointEvery } from "../src/checkpoints.ts"
import { randomStream } from "../src/randomStream.ts"
import { tinyImages, tinyTask } from "./tinyTask.ts"
import { build, platformFor, realChild, runStage, writeDataset } from "./trainingChild.ts"

beforeAll(build)

/** 10 steps an epoch, each epoch a call and a checkpoint. */
const task = { ...tinyTask({ batchSize: 4, epochs: 120 }), train: tinyImages(40, "train"), test: tinyImages(8, "test") }

const stepsOfCall = 10

const kills = 20

/** When a process dies: so many ms after so many words, or after its start. */
const moments = Array.from({ length: kills }, (_, attempt) => {
  const { integer } = randomStream(1, `kill/${attempt}`)
  const words = integer(4)
  return { words, millis: integer(words === 0 ? 1200 : 40) }
})

/** A run record without its times. */
const lasting = ({ epochs, timing: _, ...rest }: RunRecord) => ({
  ...rest,
  epochs: epochs.map(({ evaluateSeconds: _, imagesPerSecond: __, trainSeconds: ___, ...record }) => record)
})

describe(`a training process that is killed at ${kills} random moments`, () => {
  // Each of 22 processes starts TensorFlow anew.
  it.live(
    "leaves, at last, the bits of one that is not",
    () => {
      let pid = 0
      return Effect.gen(function* () {
        const fs = yield* FileSystem.FileSystem
        const folder = yield* fs.makeTempDirectoryScoped()
        const dataset = yield* writeDataset(folder, task)
        const unbroken = yield* runStage(`${folder}/unbroken`, dataset, task)

        const said: Array<string> = []
        const continued = runStage(`${folder}/killed`, dataset, task).pipe(
          Effect.provideService(CheckpointEvery, { steps: 1 }),
          Effect.provide(Logger.layer([Logger.make(({ message }) => said.push(String(message)))]))
        )
        /** Steps done when each process spoke. */
        const steps: Array<Array<number>> = []
        for (const { millis, words } of moments) {
          const seen: Array<number> = []
          const die = () => setTimeout(() => process.kill(pid, "SIGKILL"), millis)
          const attempt = Effect.provideService(continued, Progress, {
            report: ({ done }) => Effect.sync(() => seen.push(done) === words && die())
          })
          pid = 0
          const dieAtStart = Effect.callback<never>(() => {
            const waiting = setInterval(() => {
              if (pid === 0) return
              clearInterval(waiting)
              die()
            }, 1)
          })
          const error = yield* Effect.flip(words === 0 ? Effect.raceFirst(attempt, dieAtStart) : attempt)
          assert.strictEqual(error.reason, "OutOfMemory", error.message)
          steps.push(seen)
        }
        const last = yield* continued

        assert.deepStrictEqual(Buffer.from(last.weights), Buffer.from(unbroken.weights))
        assert.deepStrictEqual(lasting(last.run), lasting(unbroken.run))
        assert.deepStrictEqual(said, [])
        // At most the call under way was lost: who spoke of a step had kept the one before, and the next may speak of its
        // evaluation first.
        const spoken = steps.filter((seen) => seen.length > 0)
        for (const [i, seen] of spoken.slice(1).entries()) {
          assert.isAtLeast(seen[0]!, spoken[i]!.at(-1)! - stepsOfCall)
        }
      }).pipe(
        Effect.scoped,
        Effect.provide(
          platformFor(realChild, (spawned) => {
            pid = spawned
          })
        )
      )
    },
    300_000
  )
})
