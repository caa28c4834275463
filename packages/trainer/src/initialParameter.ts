import { sizeOf } from "@ebcle/tensor"
import type { Parameter } from "./buildNetwork.ts"
import { randomStream } from "./randomStream.ts"

/** Inputs that one output of a kernel sums over: all axes but the last. */
const fanIn = (shape: ReadonlyArray<number>): number => sizeOf(shape.slice(0, -1))

/**
 * The value that a parameter starts with: kernels normal with variance 2 / fan-in (He et al. 2015, equation 10), scales
 * and moving variances 1, everything else 0. Each parameter has a random stream of its own.
 */
export const initialParameter = ({ name, role, value }: Parameter, seed: number): Float32Array => {
  const size = sizeOf(value.shape)
  switch (role) {
    case "kernel": {
      const { normal } = randomStream(seed, `initial/${name}`)
      const sd = Math.sqrt(2 / fanIn(value.shape))
      return Float32Array.from({ length: size }, () => sd * normal())
    }
    case "scale":
    case "movingVariance":
      return new Float32Array(size).fill(1)
    case "bias":
    case "offset":
    case "movingMean":
      return new Float32Array(size)
  }
}
