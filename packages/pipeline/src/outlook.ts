import type { ComparisonPlan, Outlook } from "@ebcle/core"
import { detectableEffect, isRefusal, minimumPairs } from "@ebcle/stats"

/** In how many of ten studies the seeds that are named would do: the usual four of five. */
const power = 0.8

/** No study has more seeds. */
const mostSeeds = 1e6

/**
 * What would change the verdicts of a study: how many seeds, or how wide a margin, if the differences scatter as they did
 * and the variant is as good as its control. Both are of a single test by itself.
 *
 * The margin that n pairs show is a multiple of the standard deviation that depends on n alone, so it is computed once
 * for all comparisons.
 *
 * @returns of a comparison, from its pairs and the standard deviation of their differences: null where they have no
 * spread, and for pairs too few for any verdict
 */
export const outlooks = ({ alpha, margin }: ComparisonPlan) => {
  const known = new Map<number, number>()
  /** The smallest margin that n pairs show, in standard deviations; infinite for too few pairs. */
  const shown = (n: number): number => {
    const found = known.get(n)
    if (found !== undefined) return found
    const plan = detectableEffect({ test: "non-inferiority", sd: 1, alpha, power, n })
    const effect = isRefusal(plan) ? Number.POSITIVE_INFINITY : plan.effect
    known.set(n, effect)
    return effect
  }
  /** The fewest pairs that show a margin, given in standard deviations: more pairs show a smaller one. */
  const seedsFor = (standardised: number): number | null => {
    let below = minimumPairs(alpha) - 1
    let enough = below + 1
    while (shown(enough) > standardised) {
      if (enough > mostSeeds) return null
      below = enough
      enough *= 2
    }
    while (enough - below > 1) {
      const middle = Math.floor((below + enough) / 2)
      if (shown(middle) > standardised) below = middle
      else enough = middle
    }
    return enough
  }
  return (pairs: number, sd: number | null): typeof Outlook.Type | null => {
    if (sd === null || sd === 0 || shown(pairs) === Number.POSITIVE_INFINITY) return null
    return { power, seeds: seedsFor(margin / sd), margin: sd * shown(pairs) }
  }
}
