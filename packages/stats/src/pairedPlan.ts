import studentQuantile from "@stdlib/stats-base-dists-t-quantile"
import { equivalencePower } from "./equivalencePower.ts"
import { minimumPairs } from "./minimumPairs.ts"
import { nonInferiorityPower } from "./nonInferiorityPower.ts"
import { pairedTPower } from "./pairedTPower.ts"
import { tooFewForAlpha } from "./refusals.ts"
import { requireBetween, requireWhole } from "./requireValues.ts"
import { solveIncreasing } from "./solveIncreasing.ts"
import type { Refusal } from "./testResult.ts"

/** The tests by t that a study may be planned for: a difference from 0, two-sided; no loss; no difference either way. */
export type PlannedTest = "paired t" | "non-inferiority" | "equivalence"

/** What is given, whichever of n, effect and power is sought. */
export interface PlanBase {
  readonly test: PlannedTest
  /** Standard deviation of the paired differences, above 0. */
  readonly sd: number
  /** Level of the test, in (0, 1) for "paired t" and in (0, 0.5) for the others, which are one-sided. */
  readonly alpha: number
}

/** A study that is planned to the end. */
export interface PairedPlan extends PlanBase {
  readonly name: "paired plan"
  /** Number of pairs. */
  readonly n: number
  /**
   * In the units of sd, above 0: the true mean difference for "paired t", and the margin for the others, whose true
   * difference is 0.
   */
  readonly effect: number
  /** Probability that the test rejects, for normal differences. */
  readonly power: number
}

/**
 * The power that n pairs have: by the noncentral t, and by its bivariate form for "equivalence".
 *
 * @returns a refusal below `minimumPairs(alpha)`, from where the exact signed-rank test can say the same.
 * @throws RangeError for a value out of its domain.
 * @see Julious (2004), Sample sizes for clinical trials with normal data, Statistics in Medicine 23(12).
 */
export const achievedPower = (
  plan: PlanBase & { readonly n: number; readonly effect: number }
): PairedPlan | Refusal => {
  requireBase(plan)
  const { alpha, effect, n, sd, test } = plan
  requireWhole("n", n, 1)
  requireBetween("effect", effect, 0, Infinity)
  return tooFew(plan, n) ?? { name: "paired plan", test, n, sd, effect, alpha, power: powerOf(plan, n, effect) }
}

/**
 * The fewest pairs, from `minimumPairs(alpha)`, with which the power is at least `power`.
 *
 * @throws RangeError for a value out of its domain, or when more than 1e6 pairs would be needed.
 */
export const neededPairs = (plan: PlanBase & { readonly effect: number; readonly power: number }): PairedPlan => {
  requireBase(plan)
  const { alpha, effect, power, sd, test } = plan
  requireBetween("effect", effect, 0, Infinity)
  requireBetween("power", power, 0, 1)
  const reaches = (n: number) => powerOf(plan, n, effect) >= power
  let below = minimumPairs(alpha) - 1
  let n = below + 1
  while (!reaches(n)) {
    below = n
    n *= 2
    if (below > largestPlan) {
      throw new RangeError(`effect ${effect} is too small beside sd ${sd}: it needs more than ${largestPlan} pairs`)
    }
  }
  // The power rises with n, so the answer lies in (below, n].
  while (n - below > 1) {
    const middle = Math.floor((below + n) / 2)
    if (reaches(middle)) n = middle
    else below = middle
  }
  return { name: "paired plan", test, n, sd, effect, alpha, power: powerOf(plan, n, effect) }
}

/**
 * The smallest effect that n pairs show with probability `power`: the smallest detectable difference of "paired t", and
 * the smallest margin of the others.
 *
 * @returns a refusal below `minimumPairs(alpha)`.
 * @throws RangeError for a value out of its domain, or a power that "paired t" has without any effect.
 */
export const detectableEffect = (
  plan: PlanBase & { readonly n: number; readonly power: number }
): PairedPlan | Refusal => {
  requireBase(plan)
  const { alpha, n, power, sd, test } = plan
  requireWhole("n", n, 1)
  requireBetween("power", power, test === "equivalence" ? 0 : alpha, 1)
  const refusal = tooFew(plan, n)
  if (refusal !== undefined) return refusal
  const excess = (effect: number) => powerOf({ test, alpha, sd: 1 }, n, effect) - power
  // In standard deviations, from next to nothing; the bracket grows, as the power of large effects is dear.
  let largest = 4 / Math.sqrt(n)
  while (excess(largest) < 0) largest *= 2
  const effect = sd * solveIncreasing(excess, 1e-9, largest)
  return { name: "paired plan", test, n, sd, effect, alpha, power }
}

const largestPlan = 1e6

const powerOf = ({ alpha, sd, test }: PlanBase, n: number, effect: number): number => {
  switch (test) {
    case "paired t":
      return pairedTPower({ n, sd, difference: effect, alpha })
    case "non-inferiority":
      return nonInferiorityPower({ n, sd, margin: effect, alpha })
    case "equivalence": {
      const noncentrality = (effect / sd) * Math.sqrt(n)
      return equivalencePower(-studentQuantile(alpha, n - 1), n - 1, noncentrality, noncentrality)
    }
  }
}

const requireBase = ({ alpha, sd, test }: PlanBase): void => {
  requireBetween("sd", sd, 0, Infinity)
  requireBetween("alpha", alpha, 0, test === "paired t" ? 1 : 0.5)
}

const tooFew = ({ alpha }: PlanBase, n: number): Refusal | undefined => {
  const needed = minimumPairs(alpha)
  return n < needed ? tooFewForAlpha("paired plan", n, needed, alpha) : undefined
}
