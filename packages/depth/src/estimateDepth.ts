import type { DepthEstimate, DepthRule } from "@ebcle/core"
import { bootstrap } from "./bootstrap.ts"
import { otherBounds } from "./otherBounds.ts"
import type { ImageTask } from "./rule.ts"
import { ruleOf } from "./rules.ts"

/** A bound with its uncertainty: a `DepthEstimate` that does not say of which dataset. */
export type DepthBound = Omit<DepthEstimate, "dataset">

/** What a bound is estimated from. */
export interface DepthInput {
  readonly rule: DepthRule
  readonly task: ImageTask
  /** Entropy of each training image in nats, in any order; at least one. */
  readonly entropies: Float64Array
  /** Of the bootstrap: a whole number from 0 to 2^53 - 1. */
  readonly seed: number
  /** Resamples of the bootstrap; at least 1. */
  readonly replicates: number
  /** Coverage of the interval, between 0 and 1. */
  readonly level: number
}

/**
 * The smallest value with at least the share `p` of all at or below it: a quantile without interpolation, so that an
 * interval of counts has counts as ends.
 */
const inverseDistribution = (sorted: Float64Array, p: number): number =>
  // 2000 · 0.975 must be 1950 and not a rounding error more.
  sorted[Math.max(0, Math.ceil(sorted.length * p - 1e-9) - 1)]!

const check = ({ entropies, level, replicates, seed, task }: DepthInput): void => {
  for (const size of [task.values, task.classes]) {
    if (!(Number.isSafeInteger(size) && size >= 1)) {
      throw new RangeError(`Expected values of an image and classes of at least 1, found ${size}.`)
    }
  }
  if (entropies.length === 0) throw new RangeError("Expected the entropy of at least one image, found none.")
  const invalid = entropies.findIndex((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY))
  if (invalid >= 0) throw new RangeError(`Expected entropies from 0 on, found ${entropies[invalid]} at ${invalid}.`)
  if (!(level > 0 && level < 1)) throw new RangeError(`Expected a level between 0 and 1, found ${level}.`)
  if (!(Number.isSafeInteger(replicates) && replicates >= 1)) {
    throw new RangeError(`Expected at least 1 replicate, found ${replicates}.`)
  }
  if (!(Number.isSafeInteger(seed) && seed >= 0)) {
    throw new RangeError(`Expected a whole number from 0 to 2^53 - 1 as seed, found ${seed}.`)
  }
}

/**
 * The depth bound of a dataset, a percentile bootstrap interval over its images, and the share of images whose own
 * bound is lower. An image's own bound is that of a dataset of this image alone.
 *
 * @throws RangeError for entropies, task, level, replicates or seed out of range
 */
export const estimateDepth = (input: DepthInput): DepthBound => {
  check(input)
  const { entropies, level, replicates, rule, seed, task } = input
  const { bound, derivation, unit } = ruleOf(rule)
  const sorted = entropies.toSorted()
  const own = bound(sorted, rule, task)
  const resampled = bootstrap(sorted, (resample) => bound(resample, rule, task), { replicates, seed }).sort()
  const single = new Float64Array(1)
  const below = entropies.reduce((count, entropy) => {
    single[0] = entropy
    return bound(single, rule, task) < own ? count + 1 : count
  }, 0)
  return {
    rule,
    bound: own,
    unit,
    derivation: derivation(sorted, rule, task),
    interval: {
      level,
      lower: inverseDistribution(resampled, (1 - level) / 2),
      upper: inverseDistribution(resampled, (1 + level) / 2),
      replicates,
      seed
    },
    shareBelow: below / entropies.length,
    others: otherBounds(rule, sorted, task)
  }
}
