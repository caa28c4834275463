import type { TopLevelSpec } from "vega-lite"
import { interval, ratio } from "../format.ts"
import type { ComparisonView } from "../reportModel.ts"
import { forestPlot } from "./forestPlot.ts"

/** The ratio of training times of each pair of runs with the same seed. */
const ratiosBySeed = ({ arm, comparison, control }: ComparisonView): ReadonlyArray<number> =>
  comparison.seeds.flatMap((seed) => {
    const timeOf = (runs: ComparisonView["arm"]["runs"]) => runs.find(({ cell }) => cell.seed === seed)?.timing.train
    const ours = timeOf(arm.runs)
    const theirs = timeOf(control.runs)
    return ours === undefined || theirs === undefined ? [] : [ours / theirs]
  })

/** Ratios of training time, variant over control: below 1 the variant trains faster. */
export const timeForest = (pairs: ReadonlyArray<ComparisonView>): TopLevelSpec =>
  forestPlot({
    title: "ratio of training times",
    lines: [{ value: 1, dashed: false }],
    rows: pairs.map((pair) => {
      const { estimate, lower, upper } = pair.comparison.timeRatio
      return {
        label: pair.arm.label,
        text: `${ratio(estimate)} ${interval(pair.comparison.timeRatio, ratio)}`,
        color: pair.arm.style.color,
        estimate,
        lower,
        upper,
        seeds: ratiosBySeed(pair)
      }
    })
  })
