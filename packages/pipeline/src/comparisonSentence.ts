import type { Arm, Interval, PairedComparison } from "@ebcle/core"
import type { Measured } from "./comparePair.ts"
import { counted, decimals, plainPoints, points } from "./decimals.ts"

const signed = (share: number): string => {
  const text = points(share)
  return share > 0 && Number(text) !== 0 ? `+${text}` : text
}

const pValueText = (p: number): string => (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`)

const bracket = ({ lower, upper }: Interval, show: (value: number) => string): string =>
  lower === null || upper === null ? "" : ` [${show(lower)}, ${show(upper)}]`

/** `+0.10 points [−0.05, +0.25]`. */
export const differenceText = (difference: Interval): string =>
  `${signed(difference.estimate)} points${bracket(difference, signed)}`

/** `ResNet-8 (restricted)`. */
export const armName = ({ architecture, variant }: Arm): string => `${architecture.name} (${variant})`

/** "41 % less time [38, 44]", or more. */
export const timeClause = ({ timeRatio }: Pick<PairedComparison, "timeRatio">): string => {
  const { estimate, lower, upper } = timeRatio
  const less = estimate <= 1
  const change = (ratio: number) => decimals(100 * (less ? 1 - ratio : ratio - 1), 0)
  const ends = lower === null || upper === null ? [] : less ? [upper, lower] : [lower, upper]
  const interval = ends.length === 0 ? "" : ` [${ends.map(change).join(", ")}]`
  return `${change(estimate)} % ${less ? "less" : "more"} time${interval}`
}

/** What "not shown" leaves open, for a reader who wonders. */
const whatIsOpen = ({ accuracyDifference, nonInferiority: test }: Measured): string => {
  const { lower, upper } = accuracyDifference
  if (lower === null || upper === null) return ""
  if (test.pValue !== null && test.pValue <= test.alpha)
    return "; by itself it would be shown, beside the others it is not"
  if (upper < -test.margin) return "; the whole interval lies beyond the margin"
  if (upper < 0) return "; a loss is likely, whether it is beyond the margin is open"
  return "; it may lose more than the margin or nothing"
}

/**
 * One comparison in words: what was compared, by how much, how sure, on how many seeds.
 *
 * Accuracy in points (hundredths), with the interval of the comparison's level; p is Holm's over the study's comparisons.
 */
export const comparisonSentence = (comparison: Measured, variant: Arm, control: Arm): string => {
  const { accuracyDifference, nonInferiority: test, seeds } = comparison
  const n = `n = ${counted(seeds.length, "seed")}`
  const difference = `difference ${differenceText(accuracyDifference)}`
  const margin = `${plainPoints(test.margin)} points`
  const [subject, other] = [armName(variant), armName(control)]
  const time = timeClause(comparison)
  const p = pValueText(test.adjustedPValue ?? 1)
  switch (test.verdict) {
    case "non-inferior":
      return `${subject} is not worse than ${other} by more than ${margin} of test accuracy (${difference}, ${p}, ${n}) and trains in ${time}.`
    case "not shown":
      return `${subject} was not shown to stay within ${margin} of the test accuracy of ${other} (${difference}, ${p}, ${n}${whatIsOpen(comparison)}); it trains in ${time}.`
    case "refused":
      return `No verdict on ${subject} against ${other}: ${n} cannot show it, ${test.seedsNeeded} are needed (${difference}); it trains in ${time}.`
  }
}

/** What the sentence does not show. */
export const comparisonCaveat = ({ accuracyDifference, nonInferiority: test, outlook, seeds }: Measured): string => {
  const margin = `${plainPoints(test.margin)} points`
  switch (test.verdict) {
    case "non-inferior":
      return (accuracyDifference.lower ?? 0) > 0
        ? "The gain was not what the study asked about: it is an observation, not a verdict."
        : "That does not show that it is as accurate or better: a loss smaller than the margin is possible."
    case "not shown": {
      if (outlook?.seeds == null) return `That does not show that it loses more than ${margin}.`
      return outlook.seeds <= seeds.length
        ? `That does not show that it loses more than ${margin}; but with so little spread ${counted(outlook.seeds, "seed")} would have been enough in ${studies(outlook.power)} if it lost nothing.`
        : `That does not show that it loses more than ${margin}: with this spread, a variant that loses nothing needs ${counted(outlook.seeds, "seed")} to be found so in ${studies(outlook.power)}.`
    }
    case "refused":
      return "Nothing is shown about its accuracy, either way."
  }
}

const studies = (power: number): string => `${Math.round(10 * power)} of 10 studies`
