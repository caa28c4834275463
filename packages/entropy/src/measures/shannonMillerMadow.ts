import { millerMadowSum } from "../estimators.ts"
import type { Measure } from "../measure.ts"
import { valueHistogramSum } from "../valueHistogram.ts"
import { shannon } from "./shannon.ts"

/** `shannon` with the correction of Miller and Madow. */
export const shannonMillerMadow: Measure = {
  ...shannon,
  title: "Shannon entropy, Miller-Madow",
  describes:
    "Shannon entropy with the first order of its bias added: half the number of values used, less one, per value.",
  source: "Miller (1955), Note on the bias of information estimates",
  ceiling: ([height, width, channels]) => Math.log(256) + 255 / (2 * height * width * channels),
  of: valueHistogramSum(millerMadowSum)
}
