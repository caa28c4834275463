import { jamesStein } from "../estimators.ts"
import type { Measure } from "../measure.ts"
import { valueHistogram } from "../valueHistogram.ts"
import { shannon } from "./shannon.ts"

/** `shannon` with the shrinkage of Hausser and Strimmer, of 256 possible values. */
export const shannonJamesStein: Measure = {
  ...shannon,
  title: "Shannon entropy, James-Stein",
  describes: "Shannon entropy of frequencies shrunk towards equal ones as far as the image is too small to tell.",
  source: "Hausser and Strimmer (2009), JMLR 10, 1469-1484",
  of: valueHistogram(jamesStein)
}
