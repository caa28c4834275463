import type { PairedComparison } from "@ebcle/core"
import { type ColumnOf, number, text } from "./dataTable.ts"

/** A row about a comparison. */
interface Compared {
  readonly comparison: PairedComparison
}

/** A comparison in full precision. */
export const comparisonColumns: ReadonlyArray<ColumnOf<Compared>> = [
  text("model", "name of the model in the study", ({ comparison }) => comparison.model),
  text("variant", "what is compared", ({ comparison }) => comparison.variant),
  text("control", "with what it is compared", ({ comparison }) => comparison.control),
  number("pairs", "seeds that both have", ({ comparison }) => comparison.seeds.length),
  number("level", "of the two-sided intervals", ({ comparison }) => comparison.level),
  ...(["estimate", "lower", "upper"] as const).flatMap((part) => [
    number<Compared>(
      `accuracy_difference_${part}`,
      `variant minus control, share: ${part}`,
      ({ comparison }) => comparison.accuracyDifference[part]
    ),
    number<Compared>(
      `time_ratio_${part}`,
      `training time, variant over control: ${part}`,
      ({ comparison }) => comparison.timeRatio[part]
    )
  ]),
  number(
    "accuracy_difference_sd",
    "standard deviation over seeds, share",
    ({ comparison }) => comparison.accuracyDifferenceSd
  ),
  number("margin", "of non-inferiority, share", ({ comparison }) => comparison.nonInferiority.margin),
  number(
    "lower_bound",
    "one-sided lower bound of the difference, share",
    ({ comparison }) => comparison.nonInferiority.lowerBound
  ),
  number("p", "one-sided t test against the margin", ({ comparison }) => comparison.nonInferiority.pValue),
  number("p_holm", "the same, adjusted over the study", ({ comparison }) => comparison.nonInferiority.adjustedPValue),
  number(
    "p_signed_rank",
    "exact signed-rank test against the margin",
    ({ comparison }) => comparison.nonInferiority.signedRankPValue
  ),
  number(
    "p_wilcoxon",
    "exact two-sided signed-rank test against no difference",
    ({ comparison }) => comparison.wilcoxon.pValue
  ),
  text("verdict", "non-inferior, not shown or refused", ({ comparison }) => comparison.nonInferiority.verdict),
  number(
    "seeds_for_margin",
    "seeds with which no true difference would be found non-inferior in 80 % of studies",
    ({ comparison }) => comparison.outlook?.seeds ?? null
  ),
  number(
    "detectable_margin",
    "margin that these seeds show so often, share",
    ({ comparison }) => comparison.outlook?.margin ?? null
  )
]
