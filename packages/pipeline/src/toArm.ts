import type { Arm, RunRecord, SeedSummary } from "@ebcle/core"
import { isRefusal, pairedT, summary } from "@ebcle/stats"

const summarise = (values: ReadonlyArray<number>, level: number): typeof SeedSummary.Type => {
  const { max, mean, min, sd } = summary(values)
  // The paired test's interval for differences is Student's for any one sample.
  const t = pairedT(values, { level })
  const { lower, upper } = isRefusal(t) ? { lower: null, upper: null } : t.interval
  return { mean, sd: sd ?? null, lower, upper, minimum: min, maximum: max }
}

/** The runs of one model and variant as an arm of the study, with intervals at a level; in order of their seeds. */
export const toArm = (runs: ReadonlyArray<RunRecord>, level: number): Arm => {
  const { architecture, cell } = runs[0]!
  return {
    model: cell.model,
    variant: cell.variant,
    seeds: runs.map((run) => run.cell.seed),
    architecture,
    testAccuracy: summarise(
      runs.map((run) => run.testAccuracy),
      level
    ),
    trainSeconds: summarise(
      runs.map((run) => run.timing.train),
      level
    )
  }
}
