import { nearest } from "./nearest.ts"
import { ZooError } from "./zooError.ts"

/** As many blocks a stage as no published network has by far: beyond it a depth is a slip of the hand. */
const mostBlocks = 1000

/**
 * The n of a network of `per` · n + `plus` layers. Throws ZooError `UnsupportedDepth`, with the nearest depths, where n is no
 * whole number from 1 to 1000.
 */
export const blocksOfDepth = (family: string, depth: number, per: number, plus: number): number => {
  const n = (depth - plus) / per
  if (Number.isInteger(n) && n >= 1 && n <= mostBlocks) return n
  const depths = Array.from({ length: mostBlocks }, (_, i) => per * (i + 1) + plus)
  throw new ZooError(
    "UnsupportedDepth",
    `${family} has ${per}n + ${plus} layers, not ${depth}: ${nearest(depths, depth)}`
  )
}
