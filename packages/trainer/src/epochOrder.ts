import { randomStream } from "./randomStream.ts"

/** The order in which an epoch (counted from 1) visits `count` images: a permutation that depends on the seed alone. */
export const epochOrder = (count: number, seed: number, epoch: number): Int32Array => {
  const { integer } = randomStream(seed, `order/${epoch}`)
  const order = Int32Array.from({ length: count }, (_, i) => i)
  // Fisher and Yates, in Durstenfeld's form.
  for (let last = count - 1; last > 0; last--) {
    const other = integer(last + 1)
    const kept = order[last]!
    order[last] = order[other]!
    order[other] = kept
  }
  return order
}
