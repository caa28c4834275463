import { recipeOf } from "@ebcle/core"
import { inspect, setup } from "@ebcle/native"
import { type NamedStudy, PipelineError } from "@ebcle/pipeline"
import { type EngineChoice, tfjsChoice } from "@ebcle/trainer/stages"
import { Effect } from "effect"
import { Flag } from "effect/cli"
import { CliError } from "./cliError.ts"
import { say } from "./say.ts"

const tfjs = {
  "tfjs-cpu": tfjsChoice("cpu"),
  "tfjs-wasm": tfjsChoice("wasm"),
  "tfjs-webgpu": tfjsChoice("webgpu")
}
const names = ["tensorflow", "tensorflow-xla", "tfjs-cpu", "tfjs-wasm", "tfjs-webgpu"] as const
export type EngineName = (typeof names)[number]

/** `--engine`, which the commands that train or speak of trainings have. */
export const engineFlag = Flag.Literals("engine", names).pipe(
  Flag.withDefault("tensorflow"),
  Flag.withDescription(
    "What trains: TensorFlow, on a GPU also with its steps compiled by XLA; or TensorFlow.js, which needs no native library, is slow and computes in float32 alone"
  )
)

/** TensorFlow as the keys of trainings state it; a library that is not set up yet counts as what would be installed. */
const tensorflow = Effect.map(inspect({}), ({ installed, lock, source }) => ({
  name: "tensorflow" as const,
  version: installed?.tensorflowVersion ?? lock.tensorflow,
  device: (installed?.computesOn ?? (source.name.startsWith("tensorflow-cpu") ? "CPU" : "GPU")).toLowerCase()
}))

/** What the flag stands for on this machine. */
export const engineOf = (
  name: EngineName
): Effect.Effect<EngineChoice, Effect.Error<typeof tensorflow>, Effect.Services<typeof tensorflow>> => {
  if (name === "tensorflow") return tensorflow
  return name === "tensorflow-xla"
    ? Effect.map(tensorflow, (found) => ({ ...found, xla: true }))
    : Effect.succeed(tfjs[name])
}

/** Sets the native library up if it is not there yet, and says what it does meanwhile. */
export const ensureNative = setup({ onStep: (step) => say(`setup: ${step}`) })

/** TensorFlow, set up. Fails with NativeError. */
export const readyTensorflow = Effect.andThen(ensureNative, tensorflow)

/**
 * A study that can be trained: its engine is set up, after all that can be wrong with the study has been said.
 *
 * @errors PipelineError StudyInvalid for a precision that the engine does not have; CliError NotReady for XLA without a
 * GPU; NativeError
 */
export const readyToTrain = Effect.fnUntraced(function* (named: NamedStudy) {
  if (named.engine.name === "tensorflow") {
    const engine: EngineChoice = { ...named.engine, ...(yield* readyTensorflow) }
    if (engine.xla === true && engine.device !== "gpu") {
      return yield* new CliError({
        reason: "NotReady",
        message: `--engine tensorflow-xla compiles for a GPU, and this machine computes on its ${engine.device}; choose tensorflow.`
      })
    }
    return { ...named, engine } satisfies NamedStudy
  }
  const recipes = Object.keys(named.study.variants).map((variant) => recipeOf(named.study, variant))
  const half = recipes.find(({ precision }) => precision !== "float32")
  if (half === undefined) return named
  return yield* new PipelineError({
    reason: "StudyInvalid",
    message: `${named.file}: TensorFlow.js computes in float32, not ${half.precision}; set recipe.precision to "float32", or train with --engine tensorflow.`
  })
})
