import type { Budget } from "@ebcle/core"
import type { Architecture } from "./architecture.ts"
import { blocksPerStage, sum, traced, withBlocks } from "./depthKnob.ts"
import { fitWidth } from "./fitWidth.ts"
import type { StepTime } from "./spending.ts"
import { spreadBlocks } from "./spreadBlocks.ts"

/**
 * The same family at another depth of `blocks` in the whole network, fewer or more than the given one has, spread over the
 * stages by the rule that `restrict` uses; every stage has one at least. Under the budget `none` the width stays; else it is
 * the largest of all, narrower ones too, within that fraction of what the given network costs. The network itself comes back
 * where that is what was asked for. Ours.
 *
 * Throws RangeError where `blocks` is not a whole number of at least 1, or for a budget of time without `stepTime`.
 */
export const toDepth = (
  architecture: Architecture,
  blocks: number,
  budget: Budget,
  stepTime?: StepTime
): Architecture => {
  if (!Number.isSafeInteger(blocks) || blocks < 1) {
    throw new RangeError(`expected a depth of at least 1 block, got ${blocks}`)
  }
  const before = blocksPerStage(architecture)
  const after = spreadBlocks(before, blocks)
  const { result, sentence } = fitWidth({
    baseline: architecture,
    ofWidth: withBlocks(architecture, after),
    budget,
    stepTime,
    least: 1
  })
  const same = JSON.stringify(result.layers) === JSON.stringify(architecture.layers)
  const more = sum(after) > blocks ? `, one in each stage, which is more than the ${blocks} asked for` : ""
  return traced(architecture, same ? architecture : result, [
    `Depth set from ${architecture.depth} to ${result.depth} layers: ${sum(after)} blocks in place of ${sum(before)}, [${after.join(", ")}] per stage${more}.`,
    sentence
  ])
}

/** A network across depths, each given in blocks, at its own width or at a matched budget; see `toDepth`. */
export const sweep = (
  architecture: Architecture,
  depths: ReadonlyArray<number>,
  budget: Budget,
  stepTime?: StepTime
): ReadonlyArray<Architecture> => depths.map((blocks) => toDepth(architecture, blocks, budget, stepTime))
