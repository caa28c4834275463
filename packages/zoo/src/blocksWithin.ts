import type { DepthUnit } from "@ebcle/core"
import type { Architecture } from "./architecture.ts"
import { familyOf } from "./families.ts"
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
  const baseline = architecture.stages.map(({ blocks }) => blocks.length)
  const { classes, form = {}, input, width } = architecture
  const depthOf = (blocks: number): number =>
    familyOf(architecture).build({ blocks: spreadBlocks(baseline, blocks), width, input, classes }, form).depth
  let most = baseline.reduce((sum, blocks) => sum + blocks, 0)
  while (most > 1 && depthOf(most) > bound) most -= 1
  return most
}
