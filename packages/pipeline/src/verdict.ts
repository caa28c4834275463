import type { Arm, MissingCell, PairedComparison } from "@ebcle/core"
import { armName, clearTime, differenceText, signed } from "./comparisonSentence.ts"
import { counted, plainPoints, points } from "./decimals.ts"

/** With more comparisons than this, they are counted instead of told one by one. */
const toldOneByOne = 3

/** What an outcome does not show, of several comparisons at once. */
const notShown: Readonly<Record<PairedComparison["nonInferiority"]["verdict"], string>> = {
  "non-inferior": "“Not worse” allows for a loss smaller than the margin.",
  "not shown": "“Not shown” does not mean that more is lost.",
  refused: "Without a verdict nothing is shown about accuracy, either way."
}

const outcomes = ["non-inferior", "not shown", "refused"] as const

const general = "Other data, recipes and machines were not tried."

const range = (values: ReadonlyArray<number>): string => {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return least === most ? counted(most, "seed") : `${least} to ${most} seeds`
}

/** How many comparisons ended how, and which of the variants that kept their accuracy saves the most time. */
const summary = (arms: ReadonlyArray<Arm>, comparisons: ReadonlyArray<PairedComparison>): string => {
  const [first] = comparisons
  const of = (verdict: PairedComparison["nonInferiority"]["verdict"]) =>
    comparisons.filter(({ nonInferiority }) => nonInferiority.verdict === verdict)
  const [kept, open, refused] = [of("non-inferior"), of("not shown"), of("refused")]
  const margin = `${plainPoints(first!.nonInferiority.margin)} points of test accuracy`
  const all = comparisons.length
  const counts = [
    kept.length > 0
      ? `${kept.length === all ? `all ${all}` : kept.length} ${kept.length === 1 ? "is" : "are"} not worse by more than ${margin}`
      : "",
    open.length > 0
      ? `${open.length === all ? "none was" : `${open.length} ${open.length === 1 ? "was" : "were"} not`} shown to be within ${margin}`
      : "",
    refused.length > 0
      ? `${refused.length === all ? "none can" : `${refused.length} cannot`} be judged (${refused[0]!.nonInferiority.seedsNeeded} seeds are needed)`
      : ""
  ].filter((count) => count !== "")
  const differences = comparisons.map(({ accuracyDifference }) => accuracyDifference.estimate)
  const [worst, best] = [Math.min(...differences), Math.max(...differences)].map(signed)
  const seeds = range(comparisons.map((comparison) => comparison.seeds.length))
  // Holm's promise is about studies, not about this one.
  const wrongly =
    kept.length === 0
      ? ""
      : ` In at most ${plainPoints(first!.nonInferiority.alpha)} % of such studies is any variant called “not worse” wrongly.`
  const head = `Of ${comparisons.length} variants, each compared with its control on ${seeds}, ${counts.join(", ")}; their differences go from ${worst} to ${best} points.${wrongly}`
  const faster = kept
    .filter(({ timeRatio }) => (timeRatio.upper ?? timeRatio.estimate) < 1)
    .toSorted((a, b) => a.timeRatio.estimate - b.timeRatio.estimate)
  const [fastest] = faster
  if (fastest === undefined) return head
  const named = (variant: string) =>
    armName(arms.find((arm) => arm.model === fastest.model && arm.variant === variant)!)
  const picked =
    faster.length > 1 ? " Picked as the largest of several, that saving is likely to be less next time." : ""
  return `${head} Of those that are not worse, the one that saves the most time is ${named(fastest.variant)} against ${named(fastest.control)}: difference ${differenceText(fastest)}, trained ${clearTime(fastest)}.${picked}`
}

/** Where the means of several arms lie that are compared with nothing, as in a sweep over depths. */
const meansText = (arms: ReadonlyArray<Arm>): ReadonlyArray<string> => {
  if (arms.length < 2) return []
  const sorted = arms.toSorted((a, b) => a.testAccuracy.mean - b.testAccuracy.mean)
  const told = (arm: Arm) => `${points(arm.testAccuracy.mean)} % (${arm.architecture.name})`
  const seeds = range(arms.map((arm) => arm.seeds.length))
  return [
    `Mean test accuracy goes from ${told(sorted[0]!)} to ${told(sorted.at(-1)!)}, over ${seeds} each.`,
    "Whether these means differ by more than chance was not tested."
  ]
}

/**
 * All comparisons of a study in plain words, and what they do not show: each in its own sentence, or counted where there
 * are many.
 */
export const verdict = (
  arms: ReadonlyArray<Arm>,
  comparisons: ReadonlyArray<PairedComparison>,
  missing: ReadonlyArray<MissingCell>
): string => {
  const runs = arms.reduce((sum, { seeds }) => sum + seeds.length, 0)
  const partial =
    missing.length === 0
      ? []
      : [`Only ${runs} of the ${counted(runs + missing.length, "planned training")} are counted.`]
  if (comparisons.length === 0) {
    return [
      ...meansText(arms),
      "Nothing was compared: no variant stands beside its control.",
      ...partial,
      general
    ].join(" ")
  }
  const told =
    comparisons.length > toldOneByOne
      ? [summary(arms, comparisons)]
      : outcomes.flatMap((outcome) =>
          comparisons.filter(({ nonInferiority }) => nonInferiority.verdict === outcome).map(({ sentence }) => sentence)
        )
  const reached = new Set(comparisons.map(({ nonInferiority }) => nonInferiority.verdict))
  const caveats =
    comparisons.length === 1
      ? [comparisons[0]!.caveat]
      : outcomes.filter((outcome) => reached.has(outcome)).map((outcome) => notShown[outcome])
  return [...told, ...partial, ...caveats, general].join(" ")
}
