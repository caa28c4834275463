import { existsSync, readFileSync } from "node:fs"
import type { Precision } from "@ebcle/tensor"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as tf from "@tensorflow/tfjs"
import { Context, Effect, Layer } from "effect"
import { Engine } from "../src/engine.ts"
import type { EngineError } from "../src/engineError.ts"
import { multipliesBfloat16 } from "../src/tensorflow/multipliesBfloat16.ts"
import { tensorflowEngine } from "../src/tensorflow/tensorflowEngine.ts"
import { requestWebGpu } from "../src/tfjs/requestWebGpu.ts"
import { tfjsEngine } from "../src/tfjs/tfjsEngine.ts"

export const tensorflowLayer = Layer.provide(tensorflowEngine, Layer.mergeAll(NodeFileSystem.layer, NodePath.layer))

/** An engine with the largest deviation that its results may have, relative to the largest element of a tensor. */
export interface EngineUnderTest {
  readonly name: string
  readonly layer: Layer.Layer<Engine, EngineError>
  readonly tolerance: { readonly [P in Precision]?: number | undefined }
  /** Why it cannot be tested on this machine. */
  readonly missing?: string | undefined
}

/** Every engine, with the precisions that it computes in. */
export const engines: ReadonlyArray<EngineUnderTest> = [
  { name: "tensorflow", layer: tensorflowLayer, tolerance: { float32: 2e-6, bfloat16: 2e-2, float16: 2e-3 } },
  { name: "tfjs", layer: tfjsEngine("cpu"), tolerance: { float32: 2e-6 } },
  { name: "tfjs on WebAssembly", layer: tfjsEngine("wasm"), tolerance: { float32: 2e-6 } }
]

/** The lowering for a GPU, run on whatever there is: a processor has a kernel for all that stands in it. */
const gpuLoweringLayer = Layer.effect(
  Engine,
  Effect.gen(function* () {
    yield* Layer.build(tensorflowLayer)
    const backend = tf.findBackend("tensorflow") as unknown as { isUsingGpuDevice: boolean }
    const found = backend.isUsingGpuDevice
    backend.isUsingGpuDevice = true
    const context = yield* Layer.build(Layer.fresh(tensorflowLayer))
    backend.isUsingGpuDevice = found
    return Context.get(context, Engine)
  })
)

const cpuInfo = "/proc/cpuinfo"
const hasBfloat16 = existsSync(cpuInfo) && multipliesBfloat16(readFileSync(cpuInfo, "utf8"))

/** Every engine, and every way in which one lowers a program. */
export const everyLowering: ReadonlyArray<EngineUnderTest> = [
  ...engines,
  // A processor lacks some kernels for float16; one without AVX-512 lacks some for bfloat16 too.
  {
    name: "tensorflow, lowered as for a GPU,",
    layer: gpuLoweringLayer,
    tolerance: { ...engines[0]!.tolerance, ...(hasBfloat16 ? {} : { bfloat16: undefined }), float16: undefined }
  },
  // A GPU's cosine may be off by 2⁻¹¹ (WebGPU Shading Language, accuracy of built-in functions).
  {
    name: "tfjs on WebGPU",
    layer: tfjsEngine("webgpu"),
    tolerance: { float32: 5e-4 },
    missing: await requestWebGpu().then(
      () => undefined,
      (cause) => String(cause)
    )
  }
]
