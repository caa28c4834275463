import { sha256 } from "@ebcle/core"
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64"
import { uniformInt } from "pure-rand/distribution/uniformInt"
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus"

/** Random numbers for one purpose. */
export interface RandomStream {
  /** A whole number from 0 to `below` - 1. */
  readonly integer: (below: number) => number
  /** A standard normal number. */
  readonly normal: () => number
}

/**
 * The random numbers of one purpose under one seed; streams of different purposes are unrelated, so drawing more from
 * one leaves the others as they were.
 */
export const randomStream = (seed: number, purpose: string): RandomStream => {
  const hash = sha256(`${seed}/${purpose}`)
  const generator = xoroshiro128plusFromState(
    [0, 8, 16, 24].map((at) => Number.parseInt(hash.slice(at, at + 8), 16) | 0)
  )
  return {
    integer: (below) => uniformInt(generator, 0, below - 1),
    normal: () => {
      // Box and Muller 1958; 1 - u keeps the logarithm's argument above 0.
      const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator)))
      return radius * Math.cos(2 * Math.PI * uniformFloat64(generator))
    }
  }
}
