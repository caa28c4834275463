import { writeSync } from "node:fs"
import { availableParallelism, cpus } from "node:os"
import process from "node:process"
import { type Cell, type EngineDescription, Progress, type Recipe } from "@ebcle/core"
import { Engine, EngineError, type EngineFacts, tensorflowEngine } from "@ebcle/engine"
import { openSplit } from "@ebcle/ingest"
import type { Architecture } from "@ebcle/zoo"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import { Cause, Effect, FileSystem, Layer, Schema } from "effect"
import { checkpointFolder } from "./checkpointFolder.ts"
import { type ChildMessage, ChildTask } from "./childMessage.ts"
import { encodeSafetensors } from "./safetensors.ts"
import { trainCell } from "./trainCell.ts"
import { TrainerError } from "./trainerError.ts"
import { takeFirst } from "./trainingData.ts"

/**
 * The training process: TensorFlow blocks its event loop, and its memory goes back to the system when it ends.
 *
 * Says how far it is on standard output; a parent that is gone closes that pipe, and the next word ends the process.
 */
const say = (message: ChildMessage): void => {
  writeSync(1, `${JSON.stringify(message)}\n`)
}

const threads = (variable: string): number => {
  const given = Number.parseInt(process.env[variable] ?? "", 10)
  return given > 0 ? given : availableParallelism()
}

const describeEngine = (facts: EngineFacts): EngineDescription => ({
  engine: facts.engine,
  tensorflow: facts.version,
  device: facts.device === "cpu" ? `cpu (${cpus()[0]?.model.trim() ?? "unknown"})` : facts.device,
  intraOpThreads: threads("TF_NUM_INTRAOP_THREADS"),
  interOpThreads: threads("TF_NUM_INTEROP_THREADS"),
  oneDnn: process.env.TF_ENABLE_ONEDNN_OPTS !== "0",
  node: process.version,
  platform: `${process.platform}-${process.arch}`
})

const program = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const task = yield* fs
    .readFileString(process.argv[2]!)
    .pipe(Effect.flatMap(Schema.decodeUnknownEffect(Schema.fromJsonString(ChildTask))), Effect.orDie)
  const [train, test] = yield* Effect.forEach([task.train, task.test], ({ count, file }) =>
    Effect.flatMap(openSplit(file), (split) => takeFirst(split, count))
  )
  const result = yield* trainCell({
    // The parent encoded these from the same types.
    cell: task.cell as unknown as Cell,
    architecture: task.architecture as unknown as Architecture,
    recipe: task.recipe as unknown as Recipe,
    train: train!,
    test: test!
  }).pipe(task.checkpoints === null ? (training) => training : Effect.provide(checkpointFolder(task.checkpoints)))
  yield* fs.writeFile(task.weights, encodeSafetensors(result.weights)).pipe(
    Effect.mapError(
      ({ message }) =>
        new TrainerError({
          reason: "NotWritable",
          message: `${task.weights} could not be written (${message.replaceAll(/\s+/g, " ")}); free disk space or set the folder's permissions, and run again.`
        })
    )
  )
  const { epochs, stepsPerEpoch, timing } = result
  say({ kind: "result", epochs, stepsPerEpoch, timing, engine: describeEngine((yield* Engine).facts) })
})

const platform = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)
const services = Layer.mergeAll(
  platform,
  tensorflowEngine.pipe(Layer.provide(platform)),
  Layer.succeed(Progress, { report: (report) => Effect.sync(() => say({ kind: "progress", report })) })
)

const exit = await Effect.runPromiseExit(Effect.scoped(program).pipe(Effect.provide(services)))
if (exit._tag === "Failure") {
  const error = Cause.squash(exit.cause)
  const expected = error instanceof Error && "reason" in error
  say({
    kind: "failure",
    reason: expected ? String(error.reason) : "Defect",
    message: expected ? error.message : Cause.pretty(exit.cause)
  })
  process.exitCode = error instanceof EngineError && error.reason === "NativeLibraryMissing" ? 3 : 1
}
