import { execFile } from "node:child_process"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { type Artifact, type DatasetHeader, sha256 } from "@ebcle/core"
import { writeSplit } from "@ebcle/ingest"
import * as NodeChildProcessSpawner from "@effect/platform-node-shared/NodeChildProcessSpawner"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import { Effect, FileSystem, Layer, Path, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"
import type { TrainingTask } from "../src/trainCell.ts"
import type { TrainingData } from "../src/trainingData.ts"
import { trainStage } from "../src/trainStage.ts"

const below = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Compiles the workspace if a source is newer: a child is Node's, which reads no TypeScript. */
export const build = () => promisify(execFile)(process.execPath, [below("../../cli/bin/build.mjs")])

/** The training process, compiled. */
export const realChild: ReadonlyArray<string> = [process.execPath, below("../dist/child.js")]

const files = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)

/** The services of the stage, which start another program as its children; told their numbers. */
export const platformFor = (
  [program, ...before]: ReadonlyArray<string> = realChild,
  onSpawn: (pid: number) => void = () => {}
) =>
  Layer.effect(
    ChildProcessSpawner.ChildProcessSpawner,
    Effect.map(ChildProcessSpawner.ChildProcessSpawner, (real) =>
      ChildProcessSpawner.make((command) => {
        if (command._tag !== "StandardCommand") return real.spawn(command)
        const [, ...args] = command.args
        const other = ChildProcess.make(program!, [...before, ...args], command.options)
        return Effect.tap(real.spawn(other), ({ pid }) => Effect.sync(() => onSpawn(pid)))
      })
    )
  ).pipe(Layer.provide(NodeChildProcessSpawner.layer), Layer.provideMerge(files))

/** A dataset on disk of what a task trains on and is tested with. */
export const writeDataset = Effect.fnUntraced(function* (folder: string, { architecture, test, train }: TrainingTask) {
  const path = yield* Path.Path
  const classes = Array.from({ length: architecture.classes }, (_, i) => String(i))
  const about = { name: "tiny", shape: architecture.input, classes, sources: [], licence: "none", citation: "none" }
  const write = Effect.fnUntraced(function* (split: "train" | "test", { count, images, labels }: TrainingData) {
    const file = `${split}.arrow`
    yield* writeSplit(path.join(folder, file), {
      header: { ...about, split },
      chunks: Stream.succeed({ images, labels })
    })
    return { file, count }
  })
  const splits = { train: yield* write("train", train), test: yield* write("test", test) }
  const value: DatasetHeader = { ...about, splits }
  return { folder, digest: sha256(folder), value } satisfies Artifact<DatasetHeader>
})

/** The stage on a task, as the store would run it: `output` and `scratch` are below `folder`. */
export const runStage = Effect.fnUntraced(function* (
  folder: string,
  dataset: Artifact<DatasetHeader>,
  { architecture, cell, recipe, test, train }: TrainingTask
) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const output = path.join(folder, "output")
  yield* fs.makeDirectory(output, { recursive: true })
  const engine = { name: "tensorflow", version: "any", device: "cpu" } as const
  const params = { cell, architecture, recipe, trainImages: train.count, testImages: test.count, engine }
  const scratch = path.join(folder, "scratch")
  const run = yield* trainStage.run({ folder: output, scratch, inputs: { dataset }, params })
  return { run, weights: yield* fs.readFile(path.join(output, run.weights)) }
})
