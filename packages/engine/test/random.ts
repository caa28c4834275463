import { type Shape, sizeOf } from "@ebcle/tensor"
import { float32, type HostTensor, int32, uint8 } from "../src/hostTensor.ts"

/** Numbers in (0, 1), a function of the seed alone. Source: Park and Miller 1988, the minimal standard generator. */
const uniform = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state * 16807) % 2147483647
    return state / 2147483647
  }
}

/** Tensors of random elements, a function of the seed alone. */
export const randomTensors = (seed: number) => {
  const next = uniform(seed)
  const fill = (shape: Shape, element: () => number) => Array.from({ length: sizeOf(shape) }, element)
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from))
  return {
    /** Between -scale and scale. */
    floats: (shape: Shape, scale = 1): HostTensor =>
      float32(Float32Array.from(fill(shape, () => scale * (2 * next() - 1))), shape),
    /** Between `least` and 1.5 · `least`, of either sign: nothing near zero, where rounding would choose the side of a kink. */
    apart: (shape: Shape, least: number): HostTensor =>
      float32(Float32Array.from(fill(shape, () => (next() < 0.5 ? -least : least) * (1 + next() / 2))), shape),
    /** Multiples of 1/8 between -2 and 2, with repetitions; exact in every float type. */
    eighths: (shape: Shape): HostTensor => float32(Float32Array.from(fill(shape, () => whole(-16, 16) / 8)), shape),
    /** From `from` up to and without `to`. */
    integers: (shape: Shape, from: number, to: number): HostTensor =>
      int32(Int32Array.from(fill(shape, () => whole(from, to))), shape),
    bytes: (shape: Shape): HostTensor => uint8(Uint8Array.from(fill(shape, () => whole(0, 256))), shape)
  }
}
