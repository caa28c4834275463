import {
  averagePool,
  batchNorm,
  batchNormInference,
  cast,
  conv2d,
  gradients,
  maxPool,
  multiply,
  type Padding,
  reduceSum,
  type Shape,
  stridedSlice,
  type Value
} from "@ebcle/tensor"
import type { HostTensor, HostTensors } from "../src/hostTensor.ts"
import { randomTensors } from "./random.ts"

export type Values = Readonly<Record<string, Value>>

/** Inputs, and what is computed from them. */
export interface ConformanceCase {
  readonly name: string
  readonly inputs: HostTensors
  readonly outputs: (...inputs: ReadonlyArray<Value>) => Values
  /** Whether every engine gives the very bits. */
  readonly exact?: boolean
}

export const { apart, bytes, eighths, floats, integers } = randomTensors(11)

/** A case whose inputs are called a, b, c, … */
export const conformanceCase = (
  name: string,
  inputs: ReadonlyArray<HostTensor>,
  outputs: (...inputs: Array<Value>) => Values
): ConformanceCase => ({
  name,
  inputs: Object.fromEntries(inputs.map((tensor, i) => [String.fromCharCode(97 + i), tensor])),
  outputs: outputs as ConformanceCase["outputs"]
})

/** A result with the gradients of its inner product with `weights`. */
export const withGradients = (y: Value, weights: Value, withRespectTo: Values): Values => {
  const target = reduceSum(
    multiply(y, weights),
    y.shape.map((_, axis) => axis)
  )
  const slopes = gradients(target, Object.values(withRespectTo))
  return { y, ...Object.fromEntries(Object.keys(withRespectTo).map((name, i) => [`d${name}`, slopes[i]!])) }
}

export const convolution = (
  name: string,
  strides: readonly [number, number],
  padding: Padding,
  x: Shape,
  kernel: Shape,
  y: Shape,
  dilations: readonly [number, number] = [1, 1]
): ConformanceCase =>
  conformanceCase(`conv2d, ${name}`, [floats(x), floats(kernel), floats(y)], (a, b, weights) =>
    withGradients(conv2d(a!, b!, { strides, padding, dilations }), weights!, { x: a!, kernel: b! })
  )

/** Of numbers that are exact in bfloat16 and often equal: which of them is the largest depends on no rounding. */
export const pooling = (
  name: string,
  window: readonly [number, number],
  strides: readonly [number, number],
  padding: Padding,
  x: Shape,
  y: Shape
): ReadonlyArray<ConformanceCase> =>
  [maxPool, averagePool].map((pool) =>
    conformanceCase(`${pool.name}, ${name}`, [eighths(x), floats(y)], (a, weights) =>
      withGradients(pool(a!, { window, strides, padding }), weights!, { x: a! })
    )
  )

export const normalisation = (x: Shape) => {
  const channels = [x.at(-1)!]
  return conformanceCase(
    `batchNorm of [${x}]`,
    [floats(x, 3), floats(channels), floats(channels), floats(x)],
    (a, scale, offset, weights) => {
      const { mean, variance, y } = batchNorm(a!, scale!, offset!, { epsilon: 1e-3 })
      return { mean, variance, ...withGradients(y, weights!, { x: a!, scale: scale!, offset: offset! }) }
    }
  )
}

/** A normalisation with what may follow it: in training an engine may do all of it at once. */
export const followed = (name: string, x: Shape, follow: (y: Value, side: Value, x: Value) => Value) => {
  const channels = [x.at(-1)!]
  return conformanceCase(
    `batchNorm of [${x}], ${name}`,
    [apart(x, 2), apart(channels, 0.8), floats(channels, 0.1), apart(x, 4), floats(x)],
    (a, scale, offset, side, weights) => {
      const { mean, variance, y } = batchNorm(a!, scale!, offset!, { epsilon: 1e-3 })
      const result = follow(y, side!, a!)
      return {
        mean,
        variance,
        ...withGradients(result, weights!, { x: a!, scale: scale!, offset: offset!, side: side! })
      }
    }
  )
}

export const normalisationByGiven = (x: Shape) => {
  const channels = [x.at(-1)!]
  return conformanceCase(
    `batchNormInference of [${x}]`,
    [floats(x), floats(channels), floats(channels), floats(channels), floats(channels), floats(x)],
    (a, scale, offset, mean, deviation, weights) => {
      const statistics = { mean: mean!, variance: multiply(deviation!, deviation!) }
      const y = batchNormInference(a!, { scale: scale!, offset: offset!, ...statistics }, { epsilon: 0.1 })
      return withGradients(y, weights!, { x: a!, scale: scale!, offset: offset! })
    }
  )
}

export const slice = (name: string, x: Shape, begin: Shape, end: Shape, strides: Shape, y: Shape) =>
  conformanceCase(`stridedSlice, ${name}`, [floats(x), floats(y)], (a, weights) => {
    return withGradients(stridedSlice(a!, { begin, end, strides }), weights!, { x: a! })
  })

export const seen = (condition: Value) => cast(condition, "int32")

export const one = [[0, 0], [0, 0]] as const // biome-ignore format: pairs belong together
export const two = [[1, 1], [1, 1]] as const // biome-ignore format: pairs belong together
