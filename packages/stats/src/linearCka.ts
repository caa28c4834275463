import { requireSquare } from "./requireSquare.ts"

/** Similarity of two representations of the same examples, from 0 to 1. */
export interface LinearCka {
  /** Of the sample as it is: biased upwards where features are more than examples. */
  readonly biased: number
  /** From unbiased estimates, which may lie slightly outside 0 to 1. */
  readonly debiased: number
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)

const rowSums = (gram: Float64Array, n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => sum(gram.subarray(i * n, (i + 1) * n)))

const inner = (a: Float64Array, b: Float64Array): number => a.reduce((total, value, i) => total + value * b[i]!, 0)

/** With the mean of every row and column taken away: H K H, H = I - 1/n. */
const centred = (gram: Float64Array, n: number): Float64Array => {
  const means = rowSums(gram, n).map((row) => row / n)
  const mean = sum(means) / n
  return gram.map((value, i) => value - means[Math.floor(i / n)]! - means[i % n]! + mean)
}

/** The unbiased estimator of the Hilbert-Schmidt independence criterion; Song et al. 2012, equation 5. */
const unbiasedHsic = (k: Float64Array, l: Float64Array, n: number): number => {
  const [kRows, lRows] = [rowSums(k, n), rowSums(l, n)]
  const product = (sum(kRows) * sum(lRows)) / ((n - 1) * (n - 2))
  return (inner(k, l) + product - (2 / (n - 2)) * inner(kRows, lRows)) / (n * (n - 3))
}

const withoutDiagonal = (gram: Float64Array, n: number): Float64Array =>
  gram.map((value, i) => (i % (n + 1) === 0 ? 0 : value))

const normalised = (hsic: (a: Float64Array, b: Float64Array) => number, k: Float64Array, l: Float64Array): number =>
  hsic(k, l) / Math.sqrt(hsic(k, k) * hsic(l, l))

/**
 * Linear centred kernel alignment of two representations from their Gram matrices X Xᵀ and Y Yᵀ, n × n in row-major order
 * and symmetric, n at least 4. NaN where a representation is the same for every example.
 *
 * Source: Kornblith et al. 2019, section 3; debiased as in Nguyen et al. 2021, section 3. Throws RangeError for other
 * matrices.
 */
export const linearCka = (k: Float64Array, l: Float64Array): LinearCka => {
  const n = requireSquare(k, l)
  const [kCentred, lCentred] = [centred(k, n), centred(l, n)]
  // The estimate is the same for features around another point; around their mean it loses the fewest digits.
  const [kOff, lOff] = [withoutDiagonal(kCentred, n), withoutDiagonal(lCentred, n)]
  return {
    biased: normalised(inner, kCentred, lCentred),
    debiased: normalised((a, b) => unbiasedHsic(a, b, n), kOff, lOff)
  }
}
