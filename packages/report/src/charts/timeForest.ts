import type { TopLevelSpec } from "vega-lite"
import { interval, ratio } from "../format.ts"
import type { ComparisonView } from "../reportModel.ts"
import { forest } from "./forest.ts"

/** The ratio of training times of each pair of runs with the same seed. */
const ratiosBySeed = ({ arm, comparison, control }: ComparisonView): ReadonlyArray<number> => {
  const seconds = (runs: ComparisonView["arm"]["runs"]) =>
    new Map(runs.map(({ cell, timing }) => [cell.seed, timing.train]))
  const [ours, theirs] = [seconds(arm.runs), seconds(control.runs)]
  return comparison.seeds.flatMap((seed) => {
    const [variant, other] = [ours.get(seed), theirs.get(seed)]
    return variant === undefined || other === undefined ? [] : [variant / other]
  })
}

/** Ratios of training time, variant over control: below 1 the variant trains faster. */
export const timeForest = (pairs: ReadonlyArray<ComparisonView>): TopLevelSpec => {
  const title = "ratio of training times"
  const lines = [{ value: 1, dashed: false }]
  const rows = pairs.map((pair) => {
    const { nonInferiority, timeRatio } = pair.comparison
    return {
      label: pair.arm.label,
      text: `${ratio(timeRatio.estimate)} ${interval(timeRatio, ratio)}`,
      color: pair.arm.style.color,
      verdict: nonInferiority.verdict,
      ...timeRatio,
      seeds: ratiosBySeed(pair)
    }
  })
  return forest({ rows, lines, title, logarithm: true })
}
