import { adjustPValues } from "@ebcle/stats"
import type { Measured } from "./comparePair.ts"

/**
 * The verdicts over all comparisons that a study plans, by Holm's procedure, so that the chance of one false
 * "non-inferior" among them is at most alpha. A comparison that was refused or could not be made counts in the family
 * with a p of 1: a family that shrinks when a test fails would reject more easily for having failed.
 */
export const judgeFamily = (measured: ReadonlyArray<Measured>, planned: number): ReadonlyArray<Measured> => {
  const pValues = measured.map(({ nonInferiority }) => nonInferiority.pValue ?? 1)
  const absent = new Array<number>(Math.max(0, planned - measured.length)).fill(1)
  const adjusted = adjustPValues([...pValues, ...absent], "holm")
  return measured.map((comparison, index) => {
    const { nonInferiority } = comparison
    if (nonInferiority.pValue === null) return comparison
    const adjustedPValue = adjusted[index]!
    return {
      ...comparison,
      nonInferiority: {
        ...nonInferiority,
        adjustedPValue,
        verdict: adjustedPValue <= nonInferiority.alpha ? "non-inferior" : "not shown"
      }
    }
  })
}
