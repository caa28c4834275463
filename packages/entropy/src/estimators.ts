import { plugInTerms } from "./plugInTerms.ts"

/**
 * Prepares an estimate of the entropy, in nats, of the distribution that `size` values were drawn from, given how often
 * each possible value occurred.
 */
export type Estimator = (size: number) => (counts: Int32Array) => number

/** An estimate that is a sum: over the possible values, of the term for how often each occurs, and a constant at last. */
export interface TermSum {
  /** float64 [size + 1], by how often a value occurs. */
  readonly terms: Float64Array
  readonly constant: number
}

/** `plugIn` as a sum. */
export const plugInSum = (size: number): TermSum => ({ terms: plugInTerms(size), constant: 0 })

/** `millerMadow` as a sum: each value that occurs adds its half. */
export const millerMadowSum = (size: number): TermSum => ({
  terms: plugInTerms(size).map((term, n) => (n === 0 ? 0 : term + 1 / (2 * size))),
  constant: -1 / (2 * size)
})

const bySum =
  (sum: (size: number) => TermSum): Estimator =>
  (size) => {
    const { constant, terms } = sum(size)
    return (counts) => counts.reduce((entropy, count) => entropy + terms[count]!, 0) + constant
  }

/** The entropy of the frequencies themselves (maximum likelihood). Biased downwards; see `plugInTerms`. */
export const plugIn: Estimator = bySum(plugInSum)

/**
 * The plug-in estimate and the first order of its bias, (m - 1) / (2 size), with m the number of values that occur.
 *
 * Source: Miller, "Note on the bias of information estimates" (1955). It may be above the logarithm of the number of
 * possible values.
 */
export const millerMadow: Estimator = bySum(millerMadowSum)

/** How far frequencies are shrunk towards equal ones, by Hausser and Strimmer; held within 0 and 1. */
const shrinkage = (counts: Int32Array, size: number): number => {
  const target = 1 / counts.length
  let squares = 0
  let distance = 0
  for (let value = 0; value < counts.length; value++) {
    const frequency = counts[value]! / size
    squares += frequency * frequency
    distance += (target - frequency) ** 2
  }
  const lambda = (1 - squares) / ((size - 1) * distance)
  // Where the frequencies are the target, or there is one value alone, nothing is known but the target.
  return Number.isFinite(lambda) && size > 1 ? Math.min(1, lambda) : 1
}

/**
 * The entropy of frequencies that are shrunk towards equal ones as far as the data cannot tell.
 *
 * Source: Hausser and Strimmer, "Entropy inference and the James-Stein estimator", JMLR 10 (2009), 1469-1484.
 */
export const jamesStein: Estimator = (size) => (counts) => {
  const lambda = shrinkage(counts, size)
  let entropy = 0
  for (let value = 0; value < counts.length; value++) {
    const probability = lambda / counts.length + ((1 - lambda) * counts[value]!) / size
    if (probability > 0) entropy -= probability * Math.log(probability)
  }
  // A single value that fills the image has -1 ln 1, which is -0.
  return Math.max(0, entropy)
}
