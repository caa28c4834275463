import { readdirSync, readFileSync } from "node:fs"
import process from "node:process"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem } from "effect"
import type { ChildMessage } from "../src/childMessage.ts"
import { trainCell } from "../src/trainCell.ts"
import { tensorflowLayer, tinyImages, tinyTask } from "./tinyTask.ts"
import { platformFor, runStage, writeDataset } from "./trainingChild.ts"

setFlagsFromString("--expose-gc")
const collectGarbage: () => void = runInNewContext("gc")

/** What this process holds: MiB of memory, open files, threads, and entries of its temporary folder. */
const held = (temporary: string) => {
  collectGarbage()
  const status = readFileSync("/proc/self/status", "utf8")
  return {
    memory: Number(/^VmRSS:\s+(\d+)/m.exec(status)![1]) / 1024,
    files: readdirSync("/proc/self/fd").length,
    threads: readdirSync("/proc/self/task").length,
    temporary: readdirSync(temporary)
  }
}

/** Runs something so often that what it needs once is there, then some more, and compares. */
const holdsNoMore = <E, R>(
  attempt: Effect.Effect<unknown, E, R>,
  { growth, times, warmUp }: { readonly warmUp: number; readonly times: number; readonly growth: number }
) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const temporary = yield* fs.makeTempDirectoryScoped()
    const before = process.env.TMPDIR
    process.env.TMPDIR = temporary
    yield* Effect.addFinalizer(() =>
      Effect.sync(() => {
        if (before === undefined) delete process.env.TMPDIR
        else process.env.TMPDIR = before
      })
    )
    yield* Effect.repeat(attempt, { times: warmUp - 1 })
    const { memory, ...rest } = held(temporary)
    yield* Effect.repeat(attempt, { times: times - 1 })
    const after = held(temporary)
    assert.deepStrictEqual({ files: after.files, threads: after.threads, temporary: after.temporary }, rest)
    assert.deepStrictEqual(after.temporary, [])
    assert.isBelow(after.memory - memory, growth)
  }).pipe(Effect.scoped)

describe("cells one after another", () => {
  it.effect("leave nothing behind in the process that trains them", () => {
    // Sessions that stayed open would hold 250 MiB more (tried).
    const task = { ...tinyTask({ epochs: 1 }), test: tinyImages(10_000, "test") }
    const training = Effect.scoped(trainCell(task))
    return holdsNoMore(training, { warmUp: 8, times: 24, growth: 60 }).pipe(
      Effect.provide(tensorflowLayer),
      Effect.provide(platformFor())
    )
  })

  it.effect("leave nothing behind in the process that waits for them", () => {
    const task = tinyTask()
    const message: ChildMessage = {
      kind: "result",
      stepsPerEpoch: 1,
      epochs: [
        {
          epoch: 1,
          loss: 1,
          accuracy: 0.5,
          testLoss: 1,
          testAccuracy: 0.5,
          trainSeconds: 1,
          evaluateSeconds: 1,
          imagesPerSecond: 1
        }
      ],
      timing: { build: 1, firstCall: 1, train: 1, evaluate: 1, total: 4 },
      engine: {
        engine: "none",
        tensorflow: "none",
        device: "none",
        intraOpThreads: 1,
        interOpThreads: 1,
        oneDnn: true,
        node: process.version,
        platform: "none"
      }
    }
    // Half a MiB of words and a MiB of weights, so that whoever kept them would be found out.
    const child = `
      const { weights } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))
      require("fs").writeFileSync(weights, Buffer.alloc(2 ** 20))
      for (let i = 0; i < 512; i++) process.stderr.write("x".repeat(1023) + "\\n")
      console.log(${JSON.stringify(JSON.stringify(message))})`
    return Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const folder = yield* fs.makeTempDirectoryScoped()
      const dataset = yield* writeDataset(folder, task)
      yield* holdsNoMore(runStage(folder, dataset, task), { warmUp: 10, times: 50, growth: 15 })
    }).pipe(Effect.scoped, Effect.provide(platformFor([process.execPath, "-e", child])))
  })
})
