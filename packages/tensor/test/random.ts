import type { Tensor64 } from "../src/operation.ts"
import { type Shape, sizeOf } from "../src/tensorType.ts"

/** Numbers in [0, 1), a function of the seed alone. Source: mulberry32, Tommy Ettinger, public domain. */
export const uniform = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A tensor of numbers between 0.1 and 1 of either sign: no element is near the kink of relu. */
export const randomTensor = (shape: Shape, seed: number): Tensor64 => {
  const next = uniform(seed)
  return {
    shape,
    data: Float64Array.from({ length: sizeOf(shape) }, () => (next() < 0.5 ? -1 : 1) * (0.1 + 0.9 * next()))
  }
}
