import { cast, multiply, type RandomSource, type Shape, scalar, type Value } from "@ebcle/tensor"

/** Whole numbers from 0 to `below` - 1, each as likely as the others to 2^-23, as int32. */
export const randomIntegers = (random: RandomSource, purpose: string, shape: Shape, below: number): Value =>
  cast(multiply(random(purpose, shape), scalar(below)), "int32")
