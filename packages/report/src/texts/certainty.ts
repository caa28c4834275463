import type { PairedComparison } from "@ebcle/core"
import { counted, percent, plain, plainPercent, points, withUnit } from "../format.ts"

/** A probability in percent, never a bare 0 or 100. */
const likely = (probability: number): string => {
  if (probability < 0.001) return withUnit("less than 0.1", "%")
  return probability > 0.999 ? withUnit("more than 99.9", "%") : withUnit(percent(probability, 1), "%")
}

const studies = (power: number): string => `${plain(Math.round(10 * power))} of 10 studies`

/** How sure a verdict is, in sentences: what the data exclude, and how likely what is. */
export const howSure = ({ nonInferiority: test, posterior }: PairedComparison): ReadonlyArray<string> => [
  ...(test.lowerBound === null
    ? []
    : [
        test.lowerBound < 0
          ? `The data exclude a loss of more than ${withUnit(points(-test.lowerBound).replace("+", ""), "points")} (one-sided, ${percent(1 - test.alpha, 0)} % sure).`
          : `The data exclude any loss (one-sided, ${percent(1 - test.alpha, 0)} % sure).`
      ]),
  ...(posterior === null
    ? []
    : [
        `If nothing was known before, the true difference is a loss of more than ${withUnit(plainPercent(test.margin), "points")} with a probability of ${likely(posterior.worse)}, within ${plainPercent(test.margin)} points either way with ${likely(posterior.within)}, and a larger gain with ${likely(posterior.better)}.`
      ])
]

/** What would change a verdict, in sentences: more seeds or another margin. */
export const whatWouldChange = (comparison: PairedComparison): ReadonlyArray<string> => {
  const { nonInferiority: test, outlook, seeds } = comparison
  const margin = withUnit(plainPercent(test.margin), "points")
  if (outlook === null) {
    return test.seedsNeeded === null
      ? ["The differences have no spread to judge by, so no number of seeds is named."]
      : [`${counted(test.seedsNeeded, "seed")} are the fewest that allow a verdict.`]
  }
  const needed = outlook.seeds === null ? "more than a million seeds" : counted(outlook.seeds, "seed")
  return [
    `If the variant lost nothing and its differences scattered like these, ${counted(seeds.length, "seed")} would show it for a margin of ${withUnit(points(outlook.margin).replace("+", ""), "points")} in ${studies(outlook.power)}; the margin of ${margin} takes ${needed}.`,
    ...(test.verdict === "non-inferior" && test.lowerBound !== null && test.lowerBound < 0
      ? [
          `By itself it would not have held for a margin of ${withUnit(points(-test.lowerBound).replace("+", ""), "points")} or less.`
        ]
      : [])
  ]
}
