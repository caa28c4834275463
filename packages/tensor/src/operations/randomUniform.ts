import type { Operation } from "../operation.ts"
import { type PhiloxBlock, philoxUniform } from "../philox.ts"
import { TensorError } from "../tensorError.ts"
import { type Shape, sameShape, showType, sizeOf, type TensorType } from "../tensorType.ts"
import { apply, type Value } from "../value.ts"

/** How many numbers are drawn, as a shape. */
export interface RandomUniformAttributes {
  readonly shape: Shape
}

const checkWords = (words: TensorType, count: number): void => {
  if (words.dtype === "int32" && sameShape(words.shape, [count])) return
  throw new TensorError("randomUniform", `${showType(words)} should be int32[${count}]`)
}

export const randomUniformOperation: Operation<RandomUniformAttributes> = {
  name: "randomUniform",
  precision: ["fixed", "fixed"],
  infer: ([key, counter], { shape }) => {
    checkWords(key!, 2)
    checkWords(counter!, 4)
    return [{ shape, dtype: "float32" }]
  },
  evaluate: ([key, counter], { shape }) => {
    const [k0, k1] = key!.data
    const words = [...counter!.data] as ReadonlyArray<number> as PhiloxBlock
    return [Float64Array.from(philoxUniform([k0!, k1!], words, sizeOf(shape)))]
  }
}

/**
 * float32 in [0, 1) as a function of an int32[2] key and an int32[4] counter alone, by Philox 4x32-10: the same bits on
 * every engine. Source: Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3". Throws TensorError for other
 * keys and counters. Takes ⌈size / 4⌉ counters from the given one, a number of 128 bits with the lowest word first.
 */
export const randomUniform = (shape: Shape, of: { readonly key: Value; readonly counter: Value }): Value =>
  apply(randomUniformOperation, [of.key, of.counter], { shape })
