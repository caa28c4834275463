import type { Budget } from "@ebcle/core"
import type { Architecture } from "./architecture.ts"
import { blocksPerStage, sum, traced, withBlocks } from "./depthKnob.ts"
import { fitWidth } from "./fitWidth.ts"
import type { StepTime } from "./spending.ts"
import { spreadBlocks } from "./spreadBlocks.ts"

/**
 * Cuts a network to at most `bound` blocks, then widens it as far as `budget` allows: the largest width whose parameters,
 * multiply-adds, activation memory or step time are at most that fraction of the given network's. The method of Gowdra et
 * al. (2021) with a spread and a search that are ours.
 *
 * Every stage keeps at least one block, also under a smaller bound. The result is never deeper and never narrower. Where
 * nothing has to be cut, the network stays as it is whatever the budget: widening alone is not restriction. Where the
 * shallower network exceeds the budget at its old width, it keeps that width. `trace` gains a sentence for each.
 *
 * Throws RangeError where `bound` is not a whole number of at least 1, or for a budget of time without `stepTime`.
 */
export const restrict = (
  architecture: Architecture,
  bound: number,
  budget: Budget,
  stepTime?: StepTime
): Architecture => {
  if (!Number.isSafeInteger(bound) || bound < 1) {
    throw new RangeError(`expected a bound of at least 1 block, got ${bound}`)
  }
  const before = blocksPerStage(architecture)
  const after = spreadBlocks(before, Math.min(bound, sum(before)))
  const [had, kept] = [sum(before), sum(after)]
  if (kept === had) {
    const why = bound < had ? `each of the ${before.length} stages keeps one, under a bound` : "within the bound"
    return traced(architecture, architecture, [
      `Nothing was cut from ${architecture.name} of ${had} blocks: ${why} of ${bound}. The width stays ${architecture.width}.`
    ])
  }
  const ofWidth = withBlocks(architecture, after)
  const { result, sentence } = fitWidth({
    baseline: architecture,
    ofWidth,
    budget,
    stepTime,
    least: architecture.width
  })
  const cut = `Depth cut from ${architecture.depth} to ${result.depth} layers: ${kept} of ${had} blocks kept, [${after.join(", ")}] per stage, under a bound of ${bound}${bound < kept ? `, which is below the one block that each of the ${before.length} stages keeps` : ""}.`
  return traced(architecture, result, [cut, sentence])
}
