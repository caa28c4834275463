import { type Engine, type EngineError, tensorflowEngine, tfjsEngine } from "@ebcle/engine"
import type { FileSystem, Layer, Path } from "effect"
import type { EngineChoice } from "./engineChoice.ts"

/** The engine that was chosen. */
export const engineLayer = (
  choice: EngineChoice
): Layer.Layer<Engine, EngineError, FileSystem.FileSystem | Path.Path> =>
  choice.name === "tensorflow" ? tensorflowEngine : tfjsEngine(choice.device)
