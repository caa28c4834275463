import { plugInSum } from "../estimators.ts"
import type { Measure } from "../measure.ts"
import { valueHistogramSum } from "../valueHistogram.ts"

/**
 * Shannon entropy of the histogram of all values of an image, its channels pooled. With n_v the number of values equal
 * to v and N values in all,
 *
 *     H = sum over v of (n_v / N) ln(N / n_v)
 *
 * This is the definition of the EBCLE authors' script (arXiv:2106.14190) with scikit-image 0.14 or later:
 * `skimage.measure.shannon_entropy(img, base=e)`.
 */
export const shannon: Measure = {
  title: "Shannon entropy",
  describes: "How evenly an image uses its values, those of all channels together.",
  source: "arXiv:2106.14190, the authors' script with scikit-image 0.14 or later",
  unit: "nats",
  channels: "together",
  ceiling: () => Math.log(256),
  of: valueHistogramSum(plugInSum)
}
