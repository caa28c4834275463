import type { ComparisonPlan, Ranking, RunRecord } from "@ebcle/core"
import { compareWithControl, friedman, isRefusal } from "@ebcle/stats"

/**
 * Ranks the variants of a study within each (model, seed) that has them all, against the control.
 *
 * The blocks are the trainings of these very models, so the test speaks of new seeds of theirs and not of other models.
 *
 * @returns null for fewer than two models, and where there are too few blocks for any rank to differ
 */
export const rankVariants = (runs: ReadonlyArray<RunRecord>, plan: ComparisonPlan): Ranking | null => {
  const variants = [...new Set(runs.map(({ cell }) => cell.variant))]
  const models = new Set(runs.map(({ cell }) => cell.model))
  const control = variants.indexOf(plan.control)
  if (models.size < 2 || variants.length < 2 || control < 0) return null
  const blocks = new Map<string, Map<string, number>>()
  for (const { cell, testAccuracy } of runs) {
    const block = `${cell.model}/${cell.seed}`
    blocks.set(block, (blocks.get(block) ?? new Map<string, number>()).set(cell.variant, testAccuracy))
  }
  const complete = [...blocks.values()].filter((block) => block.size === variants.length)
  if (complete.length === 0) return null
  const scores = complete.map((block) => variants.map((variant) => block.get(variant)!))
  const test = friedman(scores, { alpha: plan.alpha })
  const compared = compareWithControl(scores, { control, procedure: "bonferroni", alpha: plan.alpha })
  if (isRefusal(test) || "verdict" in compared) return null
  return {
    blocks: complete.length,
    alpha: plan.alpha,
    pValue: test.pValue,
    criticalDifference: compared.criticalDifference,
    ranks: variants.map((variant, index) => ({ variant, meanRank: compared.averageRanks[index]! }))
  }
}
