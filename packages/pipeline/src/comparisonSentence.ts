import type { Arm, PairedComparison } from "@ebcle/core"
import type { Measured } from "./comparePair.ts"
import { counted, decimals, plainPoints, points } from "./decimals.ts"

/** A share in points with its sign: `+0.10`, `−0.10`, `0.00`. */
export const signed = (share: number): string => {
  const text = points(share)
  return share > 0 && Number(text) !== 0 ? `+${text}` : text
}

const pValueText = (p: number): string => (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`)

/** `+0.10 points, 95 % interval [−0.05, +0.25]`; one pair has no interval. */
export const differenceText = ({
  accuracyDifference: difference,
  level
}: Pick<PairedComparison, "accuracyDifference" | "level">): string => {
  const { estimate, lower, upper } = difference
  const interval =
    lower === null || upper === null
      ? ""
      : `, ${decimals(100 * level, 0)} % interval [${signed(lower)}, ${signed(upper)}]`
  return `${signed(estimate)} points${interval}`
}

/** `ResNet-8 (restricted)`. */
export const armName = ({ architecture, variant }: Arm): string => `${architecture.name} (${variant})`

/** `41 % less`, or more. */
const changeText = (ratio: number): string =>
  `${decimals(100 * Math.abs(1 - ratio), 0)} % ${ratio <= 1 ? "less" : "more"}`

/**
 * The time that a variant trains in: `in 41 % less time [38, 44]`. Null where the interval holds both less and more time,
 * which leaves open whether there is a difference.
 */
export const clearTime = ({ timeRatio }: Pick<PairedComparison, "timeRatio">): string | null => {
  const { estimate, lower, upper } = timeRatio
  if (lower === null || upper === null) return `in ${changeText(estimate)} time, by this one seed`
  if (lower === 1 && upper === 1) return "in the same time"
  if (lower <= 1 && upper >= 1) return null
  const ends = estimate <= 1 ? [1 - upper, 1 - lower] : [lower - 1, upper - 1]
  return `in ${changeText(estimate)} time [${ends.map((end) => decimals(100 * end, 0)).join(", ")}]`
}

/** What the times leave open where they show no difference. */
const openTime = ({ timeRatio: { estimate, lower, upper } }: Measured): string =>
  `its training time does not clearly differ (${changeText(estimate)}, from ${changeText(lower ?? estimate)} to ${changeText(upper ?? estimate)})`

/** What "not shown" leaves open, for a reader who wonders. */
const whatIsOpen = ({ accuracyDifference, nonInferiority: test }: Measured): string => {
  const { lower, upper } = accuracyDifference
  if (lower === null || upper === null) return ""
  if (test.pValue !== null && test.pValue <= test.alpha)
    return "; tested alone it would be shown, as one of several it is not"
  if (upper < -test.margin) return "; the whole interval is a loss beyond the margin"
  if (upper < 0) return "; a loss is likely, whether it is beyond the margin is open"
  return "; there may be no loss at all or one beyond the margin"
}

/**
 * One comparison in words: what was compared, by how much, how sure, on how many seeds.
 *
 * Accuracy in points (hundredths), with the interval of the comparison's level; p is Holm's over the study's comparisons.
 */
export const comparisonSentence = (comparison: Measured, variant: Arm, control: Arm): string => {
  const { nonInferiority: test, seeds } = comparison
  const n = `n = ${counted(seeds.length, "seed")}`
  const difference = `difference ${differenceText(comparison)}`
  const margin = `${plainPoints(test.margin)} points`
  const [subject, other] = [armName(variant), armName(control)]
  const time = clearTime(comparison)
  const itsTime = time === null ? `; ${openTime(comparison)}` : `; it trains ${time}`
  const p = pValueText(test.adjustedPValue ?? 1)
  switch (test.verdict) {
    case "non-inferior":
      return `${subject} is not worse than ${other} by more than ${margin} of test accuracy (${difference}, ${p}, ${n})${time === null ? itsTime : ` and trains ${time}`}.`
    case "not shown":
      return `${subject} was not shown to stay within ${margin} of the test accuracy of ${other} (${difference}, ${p}, ${n}${whatIsOpen(comparison)})${itsTime}.`
    case "refused":
      return `No verdict on the test accuracy of ${subject} against ${other}: ${counted(seeds.length, "seed")} ${seeds.length === 1 ? "is" : "are"} too few for one, ${test.seedsNeeded} are needed (${difference}, ${n})${itsTime}.`
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
