import { seededRandom } from "./random.ts"
import { tooFewPairs } from "./refusals.ts"
import { requireFinite, requireRope, requireWhole } from "./requireValues.ts"
import { roundingTolerance } from "./roundingTolerance.ts"
import type { Refusal, RopeProbabilities } from "./testResult.ts"

/** Probabilities as shares of `draws` from the posterior: each has a standard error of √(p (1 - p) / draws). */
export interface BayesianSignedRank extends RopeProbabilities {
  readonly name: "Bayesian signed-rank"
  readonly draws: number
}

/**
 * Which of three is most probable for the mean of two future differences: that it is below, within or above the region
 * of practical equivalence (ROPE), from -rope to rope? The distribution of differences is a Dirichlet process given
 * the observed ones and one pseudo-observation at 0 of weight 1/2; p is the share of its draws in which each of the
 * three wins, halves for the two of a tie.
 *
 * @param differences one a pair, variant minus baseline, any unit; a mean within 1e-9 of the edge of the ROPE counts
 * half.
 * @param options `rope`: half-width of the ROPE, in the same unit, 0 or more; `draws`: at least 100; `seed`: the same
 * seed, the same answer.
 * @returns a refusal below two pairs: one alone outweighs the prior whatever it is.
 * @throws RangeError for a difference that is not finite, or a rope, draws or seed out of its domain.
 * @see Benavoli, Mangili, Corani, Zaffalon & Ruggeri (2014), A Bayesian Wilcoxon signed-rank test based on the
 * Dirichlet process, ICML; Benavoli et al. (2017), JMLR 18(77), section 4.2.
 */
export const bayesianSignedRank = (
  differences: ReadonlyArray<number>,
  options: { readonly rope: number; readonly draws: number; readonly seed: number }
): BayesianSignedRank | Refusal => {
  const { rope, draws, seed } = options
  requireFinite("differences", differences)
  requireRope(rope)
  requireWhole("draws", draws, 100)
  const random = seededRandom(seed)
  const name = "Bayesian signed-rank"
  const n = differences.length
  if (n < 2) return tooFewPairs(name, n, 2, "cannot weigh a distribution of differences")
  const tolerance = roundingTolerance([...differences, rope])
  const points = [0, ...differences]
  // Share of a pair of points that is below and above the ROPE: 0, 1/2 or 1, each pair of different points twice.
  const above = points.map((a) => points.map((b) => half(a / 2 + b / 2 - rope, tolerance)))
  const below = points.map((a) => points.map((b) => half(-rope - a / 2 - b / 2, tolerance)))
  const wins = { left: 0, rope: 0, right: 0 }
  const weights = new Float64Array(points.length)
  for (let draw = 0; draw < draws; draw += 1) {
    // Gamma variates: 1/2 of shape 1/2 at the pseudo-observation (Box and Muller's square), then exponentials.
    weights[0] = -Math.log(1 - random()) * Math.cos(2 * Math.PI * random()) ** 2
    for (let i = 1; i <= n; i += 1) weights[i] = -Math.log(1 - random())
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const left = quadratic(below, weights) / total ** 2
    const right = quadratic(above, weights) / total ** 2
    const inside = 1 - left - right
    const best = Math.max(left, inside, right) - 1e-12
    const tied = (left >= best ? 1 : 0) + (inside >= best ? 1 : 0) + (right >= best ? 1 : 0)
    if (left >= best) wins.left += 1 / tied
    if (inside >= best) wins.rope += 1 / tied
    if (right >= best) wins.right += 1 / tied
  }
  return { name, n, rope, draws, pLeft: wins.left / draws, pRope: wins.rope / draws, pRight: wins.right / draws }
}

/** 1 above 0, 0 below it, 1/2 at it. */
const half = (value: number, tolerance: number): number => (value > tolerance ? 1 : value < -tolerance ? 0 : 0.5)

const quadratic = (matrix: ReadonlyArray<ReadonlyArray<number>>, weights: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < weights.length; i += 1) {
    const row = matrix[i]!
    let inner = 0
    for (let j = 0; j < weights.length; j += 1) inner += row[j]! * weights[j]!
    sum += inner * weights[i]!
  }
  return sum
}
