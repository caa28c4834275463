import type { TfjsBackend } from "@ebcle/engine"
import { tfjsVersion } from "@ebcle/engine/tfjsVersion"
import { Schema } from "effect"

/** What a training runs on. Where a time was measured decides whether it can be used again, so this is part of its key. */
export const EngineChoice = Schema.Union([
  Schema.Struct({
    name: Schema.Literal("tensorflow"),
    version: Schema.String,
    device: Schema.String,
    /** Whether XLA compiles the steps; of GPUs alone. */
    xla: Schema.optionalKey(Schema.Literal(true))
  }),
  Schema.Struct({
    name: Schema.Literal("tfjs"),
    version: Schema.String,
    device: Schema.Literals(["cpu", "wasm", "webgpu"])
  })
])
export type EngineChoice = typeof EngineChoice.Type

/** What makes XLA compile whatever it can of a graph that was not built for it. */
const xlaFlags = "--tf_xla_auto_jit=2"

/** TensorFlow.js on one of its backends. */
export const tfjsChoice = (device: TfjsBackend): EngineChoice => ({ name: "tfjs", version: tfjsVersion, device })

/** The environment of a process that trains on an engine, beside its parent's. */
export const engineEnvironment = (choice: EngineChoice): Readonly<Record<string, string>> => ({
  // TensorFlow's warnings say what it could not allocate before it crashes.
  TF_CPP_MIN_LOG_LEVEL: "1",
  ...(choice.name === "tensorflow" && choice.xla === true && { TF_XLA_FLAGS: xlaFlags })
})
