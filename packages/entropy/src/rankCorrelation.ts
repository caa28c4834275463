/** Ranks of values from 1, equal values sharing the mean of theirs. */
const ranks = (values: Float64Array): Float64Array => {
  const order = Int32Array.from(values, (_, index) => index).sort((a, b) => values[a]! - values[b]!)
  const ranked = new Float64Array(values.length)
  for (let first = 0; first < order.length; ) {
    let end = first + 1
    while (end < order.length && values[order[end]!] === values[order[first]!]) end++
    for (let at = first; at < end; at++) ranked[order[at]!] = (first + end + 1) / 2
    first = end
  }
  return ranked
}

/** Ranks less their mean, over the root of their sum of squares; null where all values are equal. */
const standardised = (values: Float64Array): Float64Array | null => {
  const centred = ranks(values).map((rank) => rank - (values.length + 1) / 2)
  const length = Math.sqrt(centred.reduce((sum, each) => sum + each * each, 0))
  return length === 0 ? null : centred.map((each) => each / length)
}

/**
 * Spearman's rank correlation of each pair of samples of one length.
 *
 * @returns symmetric; null where a sample has one value only
 */
export const rankCorrelations = (samples: ReadonlyArray<Float64Array>): ReadonlyArray<ReadonlyArray<number | null>> => {
  const all = samples.map(standardised)
  return all.map((a) =>
    all.map((b) => (a === null || b === null ? null : a.reduce((sum, each, index) => sum + each * b[index]!, 0)))
  )
}
