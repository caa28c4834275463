import type { DepthUnit } from "@ebcle/core"
import type { Architecture } from "./architecture.ts"
import { blocksPerStage, sum, withBlocks } from "./depthKnob.ts"
import { spreadBlocks } from "./spreadBlocks.ts"

/** A bound on depth and what it counts. */
export interface BoundOnDepth {
  readonly bound: number
  readonly unit: DepthUnit
}

/**
 * How many blocks of a network a bound allows, at least 1.
 *
 * A bound of blocks is that number. A compressing stage takes a block at least, and so it is one here. A bound of layers
 * allows the most blocks with which a network of this family and width, spread over the stages as `restrict` spreads them,
 * has no more layers. Ours.
 */
export const blocksWithin = (architecture: Architecture, { bound, unit }: BoundOnDepth): number => {
  if (unit !== "layers") return bound
  const baseline = blocksPerStage(architecture)
  const depthOf = (blocks: number): number =>
    withBlocks(architecture, spreadBlocks(baseline, blocks))(architecture.width).depth
  let most = sum(baseline)
  while (most > 1 && depthOf(most) > bound) most -= 1
  return most
}
