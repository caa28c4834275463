import { existsSync, readFileSync } from "node:fs"
import {
  batchNorm,
  conv2d,
  gradients,
  type Precision,
  type Program,
  reduceSum,
  relu,
  variable,
  withPrecision
} from "@ebcle/tensor"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Engine } from "../src/engine.ts"
import { float32 } from "../src/hostTensor.ts"
import { tensorflowLayer } from "./engines.ts"

const gpu = existsSync("/proc/driver/nvidia/version")

/** What the processor can do. */
const processor = new Set(/^flags\s*:(.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1]?.trim().split(" "))

const shapes = { x: [2, 16, 16, 8], kernel: [3, 3, 8, 8], scale: [8], offset: [8] } as const

const program = (precision: Precision): Program => {
  const [x, kernel] = [variable("x", shapes.x), variable("kernel", shapes.kernel)]
  const convolved = conv2d(x, kernel, { strides: [1, 1], padding: [[1, 1], [1, 1]] }) // biome-ignore format: pairs
  const normalised = batchNorm(convolved, variable("scale", shapes.scale), variable("offset", shapes.offset), {
    epsilon: 1e-3
  })
  const sum = reduceSum(relu(normalised.y), [0, 1, 2, 3])
  const [slope] = gradients(sum, [kernel])
  return withPrecision({ outputs: { sum, slope: reduceSum(slope!, [0, 1, 2, 3]) }, updates: [] }, precision)
}

// A kernel that the library refuses gives way to TensorFlow's in silence; where it should be there, it may not.
describe.skipIf(gpu)("our own kernels are at work where the processor has what they need:", () => {
  it.effect.each([
    ["fusedNorm", "float32", "sse2"],
    ["fusedNormGradient", "bfloat16", "sse2"],
    ["nativeWinograd", "float32", "avx512f"],
    ["nativeKernelGradient", "bfloat16", "avx512_bf16"]
  ] as const)("%s in %s, with %s", ([operation, precision, feature]) =>
    Effect.gen(function* () {
      const timed = { kind: "timed", program: program(precision) } as const
      const session = yield* (yield* Engine).open({ entryPoints: { timed } })
      yield* session.write(
        Object.fromEntries(
          Object.entries(shapes).map(([name, shape]) => {
            const size = shape.reduce((product: number, axis) => product * axis, 1)
            return [name, float32(Float32Array.from({ length: size }, (_, i) => Math.sin(i)), shape)] // biome-ignore format: one line
          })
        )
      )
      const { operations } = yield* session.time("timed", 0, 1)
      const found = operations.some((each) => each.operation === operation)
      expect(found).toBe(processor.has(feature))
    }).pipe(Effect.scoped, Effect.provide(tensorflowLayer))
  )
})
