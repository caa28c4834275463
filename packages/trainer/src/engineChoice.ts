import {
  type Engine,
  type EngineError,
  type TfjsBackend,
  tensorflowEngine,
  tfjsEngine,
  tfjsVersion
} from "@ebcle/engine"
import { type FileSystem, type Layer, type Path, Schema } from "effect"

/** What a training runs on. Where a time was measured decides whether it can be used again, so this is part of its key. */
export const EngineChoice = Schema.Union([
  Schema.Struct({ name: Schema.Literal("tensorflow"), version: Schema.String, device: Schema.String }),
  Schema.Struct({
    name: Schema.Literal("tfjs"),
    version: Schema.String,
    device: Schema.Literals(["cpu", "wasm", "webgpu"])
  })
])
export type EngineChoice = typeof EngineChoice.Type

/** TensorFlow.js on one of its backends. */
export const tfjsChoice = (device: TfjsBackend): EngineChoice => ({ name: "tfjs", version: tfjsVersion, device })

/** The engine that was chosen. */
export const engineLayer = (
  choice: EngineChoice
): Layer.Layer<Engine, EngineError, FileSystem.FileSystem | Path.Path> =>
  choice.name === "tensorflow" ? tensorflowEngine : tfjsEngine(choice.device)
