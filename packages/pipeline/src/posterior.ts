import type { Posterior } from "@ebcle/core"
import { bayesianCorrelatedT, isRefusal } from "@ebcle/stats"

/**
 * How likely a loss beyond the margin, a difference within it and a gain beyond it are, if nothing was known before. Seeds
 * are independent trainings, so their differences are taken as uncorrelated.
 *
 * @returns null for a single pair
 */
export const posteriorOf = (
  differences: ReadonlyArray<number>,
  margin: number,
  level: number
): typeof Posterior.Type | null => {
  const result = bayesianCorrelatedT(differences, { rope: margin, correlation: 0, level })
  return isRefusal(result) ? null : { worse: result.pLeft, within: result.pRope, better: result.pRight }
}
