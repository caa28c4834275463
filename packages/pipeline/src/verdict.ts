import type { Arm, PairedComparison } from "@ebcle/core"
import { bracket, signed, timeClause } from "./comparisonSentence.ts"
import { points } from "./decimals.ts"

const words = {
  "non-inferior": "is as accurate",
  "not shown": "is not shown to be as accurate",
  refused: "cannot be judged"
} as const

const clause = (comparison: PairedComparison, arms: ReadonlyArray<Arm>): string => {
  const { accuracyDifference, model, nonInferiority: test, variant } = comparison
  const name = arms.find((arm) => arm.model === model && arm.variant === variant)!.architecture.name
  const needed = test.seedsNeeded === null ? "" : `${test.seedsNeeded} seeds are needed, `
  const difference = `${signed(accuracyDifference.estimate)} points${bracket(accuracyDifference, signed)}`
  return `${variant} (${name}) ${words[test.verdict]} (${needed}${difference}) and trains in ${timeClause(comparison)}`
}

/**
 * All comparisons of a study in one sentence: the control, the seeds and the margin once, then a clause a variant.
 *
 * "As accurate" means not worse by more than the margin.
 */
export const verdict = (arms: ReadonlyArray<Arm>, comparisons: ReadonlyArray<PairedComparison>): string => {
  const [first] = comparisons
  if (first === undefined) return "Nothing was compared: the study has no variant besides its control."
  const models = [...new Set(comparisons.map(({ model }) => model))]
  const perModel = models.map((model) => {
    const own = comparisons.filter((comparison) => comparison.model === model)
    return `against ${model}: ${own.map((comparison) => clause(comparison, arms)).join("; ")}`
  })
  const seeds = `${first.seeds.length} ${first.seeds.length === 1 ? "seed" : "seeds"}`
  return `With ${seeds} and a margin of ${points(first.nonInferiority.margin)} points of test accuracy, ${perModel.join("; ")}.`
}
