import type { ComparisonPlan, PairedComparison, RunRecord } from "@ebcle/core"
import { isRefusal, nonInferiority, pairedT, summary, timeRatio, wilcoxonSignedRank } from "@ebcle/stats"
import { decimals, plainPoints } from "./decimals.ts"
import type { outlooks } from "./outlook.ts"
import { posteriorOf } from "./posterior.ts"

/** The runs of a variant and of its control that have the same seed, in order of the seeds. */
export const pairBySeed = (variant: ReadonlyArray<RunRecord>, control: ReadonlyArray<RunRecord>) => {
  const bySeed = new Map(control.map((run) => [run.cell.seed, run]))
  return variant.flatMap((run) => {
    const other = bySeed.get(run.cell.seed)
    return other === undefined ? [] : [[run, other] as const]
  })
}

/** Runs of a variant and its control with the same seed. */
export type RunPairs = ReturnType<typeof pairBySeed>

/** A comparison before it is known how the others of its study came out, which decides the verdict. */
export type Measured = Omit<PairedComparison, "sentence" | "caveat">

/** Measures a variant against its control over at least one pair of runs. */
export const comparePair = (
  pairs: RunPairs,
  plan: ComparisonPlan,
  outlookOf: ReturnType<typeof outlooks>
): Measured => {
  const level = 1 - plan.alpha
  const differences = pairs.map(([variant, control]) => variant.testAccuracy - control.testAccuracy)
  const { mean, sd = null } = summary(differences)
  const t = pairedT(differences, { level })
  const signedRank = wilcoxonSignedRank(differences, { level })
  const test = nonInferiority(differences, { margin: plan.margin, alpha: plan.alpha })
  const [ours, theirs] = [0, 1].map((side) => pairs.map((pair) => pair[side]!.timing.train))
  const time = timeRatio(ours!, theirs!, { level })
  const refused = isRefusal(test)
  const { model, variant } = pairs[0]![0].cell
  return {
    model,
    variant,
    control: plan.control,
    seeds: pairs.map(([{ cell }]) => cell.seed),
    level,
    differences,
    accuracyDifference: {
      estimate: mean,
      lower: isRefusal(t) ? null : t.interval.lower,
      upper: isRefusal(t) ? null : t.interval.upper
    },
    accuracyDifferenceSd: sd,
    wilcoxon: {
      statistic: signedRank.statistic,
      pValue: signedRank.pValue,
      smallestPValue: signedRank.smallestPValue
    },
    nonInferiority: {
      margin: plan.margin,
      alpha: plan.alpha,
      lowerBound: refused ? null : test.lowerBound,
      pValue: refused ? null : test.pValue,
      signedRankPValue: refused ? null : test.signedRank.pValue,
      adjustedPValue: null,
      verdict: test.verdict,
      seedsNeeded: refused ? test.needed : null,
      reason: refused
        ? test.reason
        : `one-sided paired t test against a loss of ${plainPoints(plan.margin)} points, t(${test.df}) = ${decimals(test.statistic, 2)}`
    },
    outlook: outlookOf(pairs.length, sd),
    posterior: posteriorOf(differences, plan.margin, level),
    timeRatio: isRefusal(time)
      ? { estimate: ours![0]! / theirs![0]!, lower: null, upper: null }
      : { estimate: time.ratio, lower: time.interval.lower, upper: time.interval.upper }
  }
}
