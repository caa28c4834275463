import type { Precision } from "@ebcle/tensor"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import { Layer } from "effect"
import type { Engine } from "../src/engine.ts"
import type { EngineError } from "../src/engineError.ts"
import { tensorflowEngine } from "../src/tensorflow/tensorflowEngine.ts"
import { tfjsEngine } from "../src/tfjs/tfjsEngine.ts"

export const tensorflowLayer = Layer.provide(tensorflowEngine, Layer.mergeAll(NodeFileSystem.layer, NodePath.layer))

/** An engine with the largest deviation that its results may have, relative to the largest element of a tensor. */
export interface EngineUnderTest {
  readonly name: string
  readonly layer: Layer.Layer<Engine, EngineError>
  readonly tolerance: Partial<Readonly<Record<Precision, number>>>
}

/** Every engine, with the precisions that it computes in. */
export const engines: ReadonlyArray<EngineUnderTest> = [
  { name: "tensorflow", layer: tensorflowLayer, tolerance: { float32: 2e-6, bfloat16: 2e-2 } },
  { name: "tfjs", layer: tfjsEngine, tolerance: { float32: 2e-6 } }
]
