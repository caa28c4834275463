import { spawn } from "node:child_process"
import { once } from "node:events"
import process from "node:process"
import { Progress } from "@ebcle/core"
import { resnet } from "@ebcle/zoo"
import { beforeAll, describe, expect, it } from "@effect/vitest"
import { Cause, Effect, Exit, Fiber, FileSystem, Logger, Path } from "effect"
import { CheckpointEvery } from "../src/checkpoints.ts"
import type { ChildMessage } from "../src/childMessage.ts"
import { StallLimit } from "../src/stallLimit.ts"
import type { TrainingTask } from "../src/trainCell.ts"
import { tinyTask } from "./tinyTask.ts"
import { build, platformFor, realChild, runStage, writeDataset } from "./trainingChild.ts"

beforeAll(build)

/** A program in place of the training process, which does what the text says. */
const childThat = (does: string) => [process.execPath, "-e", does]

/** A program that says one thing, as the training process would. */
const childThatSays = (message: ChildMessage) =>
  childThat(`console.log(${JSON.stringify(JSON.stringify(message))}); process.exitCode = 1`)

/** How the stage ends on a task with a program as its child, and what it leaves in its scratch folder. */
const endOf = (
  task: TrainingTask,
  program?: ReadonlyArray<string>,
  during: (child: { readonly pid: number; readonly interrupt: () => void }) => void = () => {}
) => {
  let pid = 0
  return Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const folder = yield* fs.makeTempDirectoryScoped()
    const dataset = yield* writeDataset(folder, task)
    const fiber: Fiber.Fiber<unknown, unknown> = yield* Effect.forkChild(
      Effect.provideService(runStage(folder, dataset, task), Progress, {
        report: () => Effect.sync(() => during({ pid, interrupt: () => fiber.interruptUnsafe() }))
      })
    )
    const exit = yield* Fiber.await(fiber)
    const path = yield* Path.Path
    const scratch = yield* fs.readDirectory(path.join(folder, "scratch")).pipe(Effect.orElseSucceed(() => []))
    return { exit, pid, scratch }
  }).pipe(
    Effect.scoped,
    Effect.provide(
      platformFor(program, (spawned) => {
        pid = spawned
      })
    )
  )
}

const errorOf = ({ exit }: Effect.Success<ReturnType<typeof endOf>>) =>
  Exit.isFailure(exit)
    ? (Cause.squash(exit.cause) as { readonly reason?: string; readonly message: string })
    : undefined

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** A training that takes minutes. */
const long = tinyTask({ batchSize: 2, epochs: 2000 })

const progress = JSON.stringify({
  kind: "progress",
  report: { task: "t", done: 1, total: 2, unit: "steps" }
} satisfies ChildMessage)

describe("an error in the training process", () => {
  it.effect("keeps its reason and its line", () =>
    Effect.gen(function* () {
      const learningRate = { schedule: "constant", peak: 1e30, warmupEpochs: 0 } as const
      expect(errorOf(yield* endOf(tinyTask({ learningRate })))).toMatchObject({
        reason: "Diverged",
        message: expect.stringMatching(/^resnet-8 baseline seed 1: the loss is \S+ in steps 1 to 4 \(epoch 1\); /)
      })
    })
  )

  it.effect("of a missing library keeps its reason", () =>
    Effect.gen(function* () {
      const failure = { kind: "failure", reason: "NativeLibraryMissing", message: "no library." } as const
      expect(errorOf(yield* endOf(tinyTask(), childThatSays(failure)))).toMatchObject({
        reason: failure.reason,
        message: failure.message
      })
    })
  )

  it.effect("of a network that does not fit names the layer", () =>
    Effect.gen(function* () {
      const task = tinyTask()
      const layers = task.architecture.layers.map((layer) => (layer.kind === "dense" ? { ...layer, inputs: 5 } : layer))
      const error = errorOf(yield* endOf({ ...task, architecture: { ...task.architecture, layers } }))
      expect(error?.reason).toBe("NetworkInvalid")
      expect(error?.message).toMatch(
        /^resnet-8 baseline seed 1: classifier: matMul: [^\n]+; mend the architecture, or give it other images\.$/
      )
    })
  )

  it.effect("that is a defect is one here, with its trace", () =>
    Effect.gen(function* () {
      const task = tinyTask()
      const layers = [{ kind: "unheard of" } as unknown as (typeof task.architecture.layers)[number]]
      const { exit } = yield* endOf({ ...task, architecture: { ...task.architecture, layers } })
      expect(Exit.isFailure(exit) && Cause.hasDies(exit.cause)).toBe(true)
      expect(Exit.isFailure(exit) && Cause.pretty(exit.cause)).toMatch(
        /^Error: in the training process: TypeError: .*\n +at .*\/dist\//
      )
    })
  )

  it.effect("of memory that TensorFlow cannot allocate names the tensor and the cure", () =>
    Effect.gen(function* () {
      const [count, side] = [8, 768]
      const images = (n: number) => ({
        count: n,
        images: new Uint8Array(n * side ** 2),
        labels: new Int32Array(n)
      })
      const task: TrainingTask = {
        ...tinyTask({ batchSize: count, epochs: 1 }),
        architecture: resnet({ depth: 8, width: 16, input: [side, side, 1], classes: 2 }),
        train: images(count),
        test: images(1)
      }
      // The machine has the memory, but this process may not take it; it would leave a large core behind.
      const limited = ["prlimit", "--core=0", `--as=${3 * 2 ** 30}`, ...realChild]
      const error = errorOf(yield* endOf(task, limited))
      expect(error?.reason).toBe("OutOfMemory")
      expect(error?.message).toMatch(
        /^resnet-8 baseline seed 1: .*OOM when allocating tensor with shape\[[\d,]+\].* in [\w.]+\/\w+.*; lower recipe\.batchSize or free memory, and run .*\.$/
      )
    })
  )
})

describe("a training process", () => {
  it.effect("that is killed lacked memory, most likely", () =>
    Effect.gen(function* () {
      const end = yield* endOf(long, realChild, ({ pid }) => isAlive(pid) && process.kill(pid, "SIGKILL"))
      expect(errorOf(end)).toMatchObject({
        reason: "OutOfMemory",
        message:
          "resnet-8 baseline seed 1: the training process was killed (SIGKILL), as the system does when memory runs out; lower recipe.batchSize or free memory, and run the same command again to go on."
      })
    })
  )

  it.effect("that is told to stop keeps a checkpoint and says so", () =>
    Effect.gen(function* () {
      const end = yield* endOf(long, realChild, ({ pid }) => isAlive(pid) && process.kill(pid, "SIGTERM"))
      expect(errorOf(end)?.reason).toBe("Interrupted")
      expect(end.scratch).toHaveLength(2)
    })
  )

  it.effect("keeps a checkpoint when the stage is interrupted, and is gone then", () =>
    Effect.gen(function* () {
      const { exit, pid, scratch } = yield* endOf(long, realChild, ({ interrupt }) => interrupt())
      expect(Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)).toBe(true)
      expect(scratch).toHaveLength(2)
      expect(isAlive(pid)).toBe(false)
    })
  )

  it.effect("that does not stop when the stage is interrupted is killed", () =>
    Effect.gen(function* () {
      const deaf = childThat(
        `process.on("SIGTERM", () => {}); console.log(${JSON.stringify(progress)}); setInterval(() => {}, 1000)`
      )
      const { exit, pid } = yield* endOf(long, deaf, ({ interrupt }) => interrupt())
      expect(Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)).toBe(true)
      expect(isAlive(pid)).toBe(false)
    })
  )

  it.live("that says nothing for too long is ended, even if it does not listen", () =>
    Effect.gen(function* () {
      const hangs = childThat(`process.on("SIGTERM", () => {}); console.log(${JSON.stringify(progress)}); for (;;) {}`)
      const end = yield* Effect.provideService(endOf(long, hangs), StallLimit, 0.5)
      expect(errorOf(end)).toMatchObject({
        reason: "Stalled",
        message:
          "resnet-8 baseline seed 1: the training process said nothing for 0.5 s and was ended; run the same command again to go on from its last checkpoint."
      })
      expect(isAlive(end.pid)).toBe(false)
    })
  )

  it.effect("ends by itself when nobody listens any more", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const folder = yield* fs.makeTempDirectoryScoped()
      const { value } = yield* writeDataset(folder, long)
      const split = (name: "train" | "test") => ({ ...value.splits[name], file: `${folder}/${name}.arrow` })
      const { architecture, cell, recipe } = long
      const [train, test] = [split("train"), split("test")]
      const task = { cell, architecture, recipe, train, test, weights: `${folder}/weights`, checkpoints: null }
      yield* fs.writeFileString(`${folder}/task.json`, JSON.stringify(task))
      const [program, ...args] = [...realChild, `${folder}/task.json`]
      const code = yield* Effect.promise(async () => {
        const child = spawn(program!, args, { stdio: ["ignore", "pipe", "ignore"] })
        await once(child.stdout, "data")
        child.stdout.destroy()
        return once(child, "exit")
      })
      expect(code).toEqual([1, null])
      expect(yield* fs.exists(`${folder}/weights`)).toBe(false)
    }).pipe(Effect.scoped, Effect.provide(platformFor()))
  )

  it.live("says that a checkpoint is damaged, and goes on from the one before", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const folder = yield* fs.makeTempDirectoryScoped()
      const task = tinyTask({ epochs: 3 })
      const dataset = yield* writeDataset(folder, task)
      const said: Array<string> = []
      const run = runStage(folder, dataset, task).pipe(
        Effect.provideService(CheckpointEvery, { steps: 1 }),
        Effect.provide(Logger.layer([Logger.make(({ message }) => said.push([message].flat().join(" ")))]))
      )
      const whole = yield* run
      expect(said).toEqual([])
      const newest = `${folder}/scratch/checkpoint-2-4.json`
      yield* fs.writeFileString(newest, "{")
      const again = yield* run
      expect(said).toEqual([`resnet-8 baseline seed 1: ${newest} is damaged; the training tries checkpoint-1-4.json.`])
      expect(again.weights).toEqual(whole.weights)
      expect(again.run.epochs.slice(0, 1)).toEqual(whole.run.epochs.slice(0, 1))
    }).pipe(Effect.scoped, Effect.provide(platformFor()))
  )
})
