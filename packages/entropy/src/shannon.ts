import type { Measure } from "./measure.ts"

/**
 * Shannon entropy, in nats, of the histogram of all values of each image, its channels pooled.
 *
 * This is the definition of the EBCLE authors' script (arXiv:2106.14190): `skimage.measure.shannon_entropy(img,
 * base=e)` of scikit-image >= 0.14. With n_v the number of values equal to v and N values in all,
 *
 *     H = sum over v of (n_v / N) ln(N / n_v)
 *
 * The terms are tabulated by n_v. None is negative, so nothing cancels: an image of one value has exactly 0.
 *
 * @param images uint8 [count, size], count images of `size` values each
 * @returns float64 [count]
 */
export const shannonEntropies = (images: Uint8Array, size: number): Float64Array => {
  const count = images.length / size
  if (!Number.isInteger(count)) {
    throw new RangeError(`Expected whole images of ${size} values, found ${images.length} values.`)
  }
  const terms = Float64Array.from({ length: size + 1 }, (_, n) => (n === 0 ? 0 : (n / size) * Math.log(size / n)))
  const histogram = new Int32Array(256)
  const entropies = new Float64Array(count)
  for (let image = 0; image < count; image++) {
    const end = (image + 1) * size
    for (let at = image * size; at < end; at++) histogram[images[at]!]!++
    let entropy = 0
    for (let value = 0; value < 256; value++) entropy += terms[histogram[value]!]!
    entropies[image] = entropy
    histogram.fill(0)
  }
  return entropies
}

/** At most ln 256 = 5.545 nats, where all values of 8 bits are equally frequent. */
export const shannon: Measure = { ceiling: Math.log(256), perImage: shannonEntropies }
