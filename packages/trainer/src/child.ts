import { writeSync } from "node:fs"
import process from "node:process"
import { type Cell, Progress, type Recipe } from "@ebcle/core"
import { Engine } from "@ebcle/engine"
import { openSplit } from "@ebcle/ingest"
import type { Architecture } from "@ebcle/zoo"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import { Cause, Effect, Fiber, FileSystem, Layer, Logger, Schema } from "effect"
import { checkpointFolder } from "./checkpointFolder.ts"
import { type ChildMessage, ChildTask } from "./childMessage.ts"
import { measureCosts } from "./costs/measureCosts.ts"
import { describeEngine } from "./describeEngine.ts"
import { engineLayer } from "./engineLayer.ts"
import { profileSteps } from "./profileSteps.ts"
import { encodeSafetensors } from "./safetensors.ts"
import { type TrainingTask, trainCell } from "./trainCell.ts"
import { TrainerError, TrainerReason } from "./trainerError.ts"
import { takeFirst } from "./trainingData.ts"

/**
 * The training process: TensorFlow blocks its event loop, and its memory goes back to the system when it ends.
 *
 * Says how far it is on standard output; a parent that is gone closes that pipe, and the next word ends the process.
 */
const say = (message: ChildMessage): void => {
  try {
    writeSync(1, `${JSON.stringify(message)}\n`)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EPIPE") process.exit(1)
    throw error
  }
}

const isReason = Schema.is(TrainerReason)

const perform = Effect.fnUntraced(function* (task: ChildTask) {
  const engine = describeEngine((yield* Engine).facts, task.engine)
  if (task.wants === "costs") return say({ kind: "costs", measured: yield* measureCosts(task.precision), engine })

  const fs = yield* FileSystem.FileSystem
  const [train, test] = yield* Effect.forEach([task.train, task.test], ({ count, file }) =>
    openSplit(file).pipe(
      Effect.flatMap((split) => takeFirst(split, count)),
      Effect.catchTag("IngestError", ({ message }) =>
        Effect.fail(new TrainerError({ reason: "DataUnreadable", message }))
      )
    )
  )
  const training: TrainingTask = {
    // The parent encoded these from the same types.
    cell: task.cell as unknown as Cell,
    architecture: task.architecture as unknown as Architecture,
    recipe: task.recipe as unknown as Recipe,
    probe: task.probe ?? undefined,
    train: train!,
    test: test!
  }
  if (task.wants === "profile") return say({ kind: "profile", measured: yield* profileSteps(training), engine })

  const { checkpoints, weights } = task
  const { epochs, identity, stepsPerEpoch, timing, ...trained } = yield* trainCell(training).pipe(
    checkpoints === null
      ? (training) => training
      : Effect.provide(checkpointFolder(checkpoints.folder, checkpoints.every))
  )
  yield* fs.writeFile(weights, encodeSafetensors(trained.weights)).pipe(
    Effect.mapError(
      ({ message }) =>
        new TrainerError({
          reason: "NotWritable",
          message: `${weights} could not be written (${message.replaceAll(/\s+/g, " ")}); free disk space or set the folder's permissions, and run again.`
        })
    )
  )
  say({ kind: "result", epochs, stepsPerEpoch, timing, engine, ...(identity && { identity }) })
})

const program = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const task = yield* fs
    .readFileString(process.argv[2]!)
    .pipe(Effect.flatMap(Schema.decodeUnknownEffect(Schema.fromJsonString(ChildTask))), Effect.orDie)
  return yield* perform(task).pipe(Effect.scoped, Effect.provide(engineLayer(task.engine)))
})

const platform = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)
const services = Layer.mergeAll(
  platform,
  Layer.succeed(Progress, { report: (report) => Effect.sync(() => say({ kind: "progress", report })) }),
  Logger.layer([Logger.make(({ message }) => say({ kind: "note", text: [message].flat().join(" ") }))])
)

/** What the parent is to know about an end without a result. */
const failure = (cause: Cause.Cause<unknown>): ChildMessage => {
  if (Cause.hasInterruptsOnly(cause)) {
    const message = "the training was told to stop and kept a checkpoint; run the same command again to go on."
    return { kind: "failure", reason: "Interrupted", message }
  }
  const error = Cause.squash(cause)
  return error instanceof Error && "reason" in error && isReason(error.reason)
    ? { kind: "failure", reason: error.reason, message: error.message }
    : { kind: "failure", reason: null, message: Cause.pretty(cause) }
}

const fiber = Effect.runFork(program.pipe(Effect.provide(services)))
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => fiber.interruptUnsafe())
const exit = await Effect.runPromise(Fiber.await(fiber))
if (exit._tag === "Failure") {
  say(failure(exit.cause))
  process.exitCode = 1
}
