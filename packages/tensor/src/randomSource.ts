import { fnv1a } from "./fnv1a.ts"
import { concat } from "./operations/concat.ts"
import { constant } from "./operations/leaves.ts"
import { randomUniform } from "./operations/randomUniform.ts"
import { reshape } from "./operations/reshape.ts"
import { TensorError } from "./tensorError.ts"
import type { Shape } from "./tensorType.ts"
import type { Value } from "./value.ts"

/**
 * Uniform numbers, float32 in [0, 1), for a purpose; throws TensorError if asked twice for one, for they would be
 * equal.
 */
export type RandomSource = (purpose: string, shape: Shape) => Value

/** A seed, a whole number from 0 to 2^53 - 1, as the int32[2] that `randomSource` takes. */
export const seedWords = (seed: number): Int32Array<ArrayBuffer> =>
  // Bitwise operators take a number modulo 2^32.
  Int32Array.of(seed | 0, Math.floor(seed / 2 ** 32) | 0)

/**
 * Random numbers as a function of seed, purpose and step alone, so that a program has no random state.
 *
 * The seed is the generator's key. Of its counter, the first word numbers the blocks of one draw, the second is the
 * step, and the others are a hash of the purpose: draws of different steps and purposes share no counter.
 *
 * @param seed int32[2]
 * @param step int32[]
 */
export const randomSource = (seed: Value, step: Value): RandomSource => {
  const used = new Set<string>()
  const first = reshape(step, [1])
  return (purpose, shape) => {
    if (used.has(purpose))
      throw new TensorError("randomSource", `"${purpose}" has been drawn already; name another purpose`)
    used.add(purpose)
    const counter = concat([constant([0], [1], "int32"), first, constant(fnv1a(purpose), [2], "int32")], 0)
    return randomUniform(shape, { key: seed, counter })
  }
}
