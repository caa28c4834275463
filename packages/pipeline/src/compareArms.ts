import type { Arm, ComparisonPlan, PairedComparison, RunRecord } from "@ebcle/core"
import { isRefusal, nonInferiority, pairedT, summary, timeRatio, wilcoxonSignedRank } from "@ebcle/stats"
import { comparisonSentence } from "./comparisonSentence.ts"
import { decimals, points } from "./decimals.ts"

const summarise = (values: ReadonlyArray<number>) => {
  const { max, mean, min, sd } = summary(values)
  return { mean, sd: sd ?? null, minimum: min, maximum: max }
}

/** The runs of one model and variant as an arm of the study; in order of their seeds. */
export const toArm = (runs: ReadonlyArray<RunRecord>): Arm => {
  const { architecture, cell } = runs[0]!
  return {
    model: cell.model,
    variant: cell.variant,
    seeds: runs.map((run) => run.cell.seed),
    architecture,
    testAccuracy: summarise(runs.map((run) => run.testAccuracy)),
    trainSeconds: summarise(runs.map((run) => run.timing.train))
  }
}

/** A variant against the control of the same model, paired by seed: run i of one and of the other have the same seed. */
export const compareArms = (
  variant: ReadonlyArray<RunRecord>,
  control: ReadonlyArray<RunRecord>,
  plan: ComparisonPlan
): PairedComparison => {
  const level = 1 - plan.alpha
  const differences = variant.map((run, i) => run.testAccuracy - control[i]!.testAccuracy)
  const { mean, sd } = summary(differences)
  const t = pairedT(differences, { level })
  const signedRank = wilcoxonSignedRank(differences, { level })
  const test = nonInferiority(differences, { margin: plan.margin, alpha: plan.alpha })
  const seconds = (runs: ReadonlyArray<RunRecord>) => runs.map((run) => run.timing.train)
  const time = timeRatio(seconds(variant), seconds(control), { level })
  const refused = isRefusal(test)
  const comparison: Omit<PairedComparison, "sentence"> = {
    model: variant[0]!.cell.model,
    variant: variant[0]!.cell.variant,
    control: plan.control,
    seeds: variant.map((run) => run.cell.seed),
    level,
    differences,
    accuracyDifference: {
      estimate: mean,
      lower: isRefusal(t) ? null : t.interval.lower,
      upper: isRefusal(t) ? null : t.interval.upper
    },
    accuracyDifferenceSd: sd ?? null,
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
      verdict: test.verdict,
      seedsNeeded: refused ? test.needed : null,
      reason: refused
        ? test.reason
        : `one-sided paired t test against a loss of ${points(plan.margin)} points, t(${test.df}) = ${decimals(test.statistic, 2)}`
    },
    timeRatio: isRefusal(time)
      ? { estimate: variant[0]!.timing.train / control[0]!.timing.train, lower: null, upper: null }
      : { estimate: time.ratio, lower: time.interval.lower, upper: time.interval.upper }
  }
  return { ...comparison, sentence: comparisonSentence(comparison, toArm(variant), toArm(control)) }
}
