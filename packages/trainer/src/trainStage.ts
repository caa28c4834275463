import process from "node:process"
import { fileURLToPath } from "node:url"
import { type Artifact, Cell, type DatasetHeader, Recipe, RunRecord, reportProgress, stage } from "@ebcle/core"
import { type Architecture, summarise } from "@ebcle/zoo"
import { Effect, Fiber, FileSystem, Path, Schema, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"
import { ChildMessage, type ChildTask } from "./childMessage.ts"
import { TrainerError } from "./trainerError.ts"

/** What a training depends on, besides the dataset: the key of its artifact. The bound has already become architecture. */
export const TrainParams = Schema.Struct({
  cell: Cell,
  architecture: Schema.Json as unknown as Schema.Codec<Architecture, unknown>,
  recipe: Recipe,
  trainImages: Schema.Int,
  testImages: Schema.Int,
  /** Where a time was measured decides whether it can be used again. */
  engine: Schema.Struct({ name: Schema.Literal("tensorflow"), version: Schema.String, device: Schema.String })
})
export type TrainParams = typeof TrainParams.Type

const decodeMessage = Schema.decodeUnknownEffect(Schema.fromJsonString(ChildMessage))
const weightsFile = "weights.safetensors"
const entry = fileURLToPath(new URL("child.js", import.meta.url))

/** A last word of TensorFlow's is worth showing; its start-up log is not. */
const lastLine = (text: string): string => text.trimEnd().split("\n").at(-1)?.trim() ?? ""

/**
 * Trains one cell in a process of its own: dataset -> `run.json` and `weights.safetensors`.
 *
 * @errors TrainerError with the child's own reason in its message
 */
export const trainStage = stage({
  name: "train",
  version: 2,
  params: TrainParams,
  output: RunRecord,
  file: "run.json",
  run: Effect.fnUntraced(function* ({
    folder,
    inputs,
    params,
    scratch
  }: {
    readonly folder: string
    readonly scratch?: string
    readonly inputs: { readonly dataset: Artifact<DatasetHeader> }
    readonly params: TrainParams
  }): Effect.fn.Return<
    RunRecord,
    TrainerError,
    FileSystem.FileSystem | Path.Path | ChildProcessSpawner.ChildProcessSpawner
  > {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const failed = (message: string) => new TrainerError({ reason: "ProcessFailed", message })
    const { dataset } = inputs
    const splitFile = (name: "train" | "test") => path.join(dataset.folder, dataset.value.splits[name].file)
    const task: ChildTask = {
      cell: params.cell,
      architecture: params.architecture as unknown as Schema.Json,
      recipe: params.recipe as unknown as Schema.Json,
      train: { file: splitFile("train"), count: params.trainImages },
      test: { file: splitFile("test"), count: params.testImages },
      weights: path.join(folder, weightsFile),
      checkpoints: scratch ?? null
    }

    const name = `${params.cell.model} ${params.cell.variant} seed ${params.cell.seed}`
    const last = yield* Effect.gen(function* () {
      const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
      const temporary = yield* fs.makeTempDirectoryScoped({ prefix: "ebcle-train-" })
      const taskFile = path.join(temporary, "task.json")
      yield* fs.writeFileString(taskFile, JSON.stringify(task))
      const child = yield* spawner.spawn(
        ChildProcess.make(process.execPath, [entry, taskFile], {
          env: { TF_CPP_MIN_LOG_LEVEL: process.env.TF_CPP_MIN_LOG_LEVEL ?? "2" },
          extendEnv: true
        })
      )
      const errors = yield* child.stderr.pipe(
        Stream.decodeText(),
        Stream.runFold(
          () => "",
          (text: string, more: string) => `${text}${more}`.slice(-4000)
        ),
        Effect.forkChild
      )
      let last: ChildMessage | undefined
      yield* child.stdout.pipe(
        Stream.decodeText(),
        Stream.splitLines,
        Stream.mapEffect((line) => decodeMessage(line)),
        Stream.runForEach((message) => {
          last = message
          return message.kind === "progress" ? reportProgress(message.report) : Effect.void
        })
      )
      // A process that a signal ended has no exit code.
      const ending = yield* child.exitCode.pipe(
        Effect.map((code) => `exit code ${code}`),
        Effect.orElseSucceed(() => "killed by a signal")
      )
      if (last === undefined || last.kind === "progress") {
        const text = yield* Fiber.join(errors)
        return yield* failed(
          `${name}: the training process ended early (${[ending, lastLine(text)].filter((part) => part !== "").join(": ")}); run again.`
        )
      }
      return last
    }).pipe(
      Effect.scoped,
      Effect.catchTags({
        PlatformError: (error) => failed(`${name}: ${error.message.replaceAll(/\s+/g, " ")}; run again.`),
        SchemaError: (error) =>
          failed(`${name}: the training process said something unexpected (${error.message.replaceAll(/\s+/g, " ")}).`)
      })
    )
    if (last.kind === "failure") return yield* failed(last.message)
    const final = last.epochs.at(-1)!
    return {
      cell: params.cell,
      architecture: summarise(params.architecture),
      recipe: params.recipe,
      trainImages: params.trainImages,
      testImages: params.testImages,
      stepsPerEpoch: last.stepsPerEpoch,
      epochs: last.epochs,
      testAccuracy: final.testAccuracy,
      testLoss: final.testLoss,
      timing: last.timing,
      engine: last.engine,
      weights: weightsFile
    }
  })
})
