import normalQuantile from "@stdlib/stats-base-dists-normal-quantile"
import { minimumPairs } from "./minimumPairs.ts"
import { seededRandom } from "./random.ts"
import { requireBetween, requireFinite, requireWhole } from "./requireValues.ts"
import { signedRankMass } from "./signedRankDistribution.ts"
import { signedRanks } from "./signedRanks.ts"

/** A power that was simulated. */
export interface SimulatedPower {
  readonly power: number
  /** Of the power, from the number of simulations. */
  readonly standardError: number
}

/**
 * Share of simulated samples of n normal differences in which `wilcoxonSignedRank` has p <= alpha. 0 below
 * `minimumPairs(alpha)` pairs, where no p is so small.
 *
 * @param options `n`: pairs; `sd`: of the paired differences, above 0; `difference`: their true mean, in the units of
 * `sd`; `alpha`: level of the two-sided test, in (0, 1); `simulations`: at least 100; `seed`: the same seed, the same
 * answer.
 * @throws RangeError for an option out of its domain.
 */
export const wilcoxonPower = (options: {
  readonly n: number
  readonly sd: number
  readonly difference: number
  readonly alpha: number
  readonly simulations: number
  readonly seed: number
}): SimulatedPower => {
  const { n, sd, difference, alpha, simulations, seed } = options
  requireWhole("n", n, 1)
  requireBetween("sd", sd, 0, Infinity)
  requireFinite("difference", [difference])
  requireBetween("alpha", alpha, 0, 1)
  requireWhole("simulations", simulations, 100)
  const random = seededRandom(seed)
  if (n < minimumPairs(alpha)) return { power: 0, standardError: 0 }
  const total = (n * (n + 1)) / 2
  const critical = criticalSum(n, alpha)
  let rejections = 0
  for (let simulation = 0; simulation < simulations; simulation += 1) {
    // Half a unit in the last place keeps the uniform number off 0.
    const sample = Array.from({ length: n }, () => difference / sd + normalQuantile(random() + 2 ** -54, 0, 1))
    const positive = signedRanks(sample, 0).doubledPositive / 2
    if (Math.min(positive, total - positive) <= critical) rejections += 1
  }
  const power = rejections / simulations
  return { power, standardError: Math.sqrt((power * (1 - power)) / simulations) }
}

/** The largest smaller sum of ranks at which the exact two-sided test of n untied differences has p <= alpha. */
const criticalSum = (n: number, alpha: number): number => {
  const ranks = Array.from({ length: n }, (_, index) => index + 1)
  const mass = signedRankMass(ranks, Math.floor((n * (n + 1)) / 4))
  let sum = -1
  for (let tail = mass[0]!; 2 * tail <= alpha; tail += mass[sum + 1]!) sum += 1
  return sum
}
