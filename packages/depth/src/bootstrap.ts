import { nextUint32, seedXoshiro128 } from "@ebcle/core"

/**
 * A statistic of bootstrap resamples: n values drawn with replacement from n, `replicates` times.
 *
 * The draws are counted over the sorted values, and the counts written out again as a sorted resample: this is the
 * ordinary bootstrap, with a counting sort. Time is O(n · replicates).
 *
 * @param sorted at least one value, ascending
 * @param statistic of a sorted resample; the array is used again for the next one
 * @param seed same seed, same values
 * @returns float64 [replicates], in the order drawn
 */
export const bootstrap = (
  sorted: Float64Array,
  statistic: (resample: Float64Array) => number,
  { replicates, seed }: { readonly replicates: number; readonly seed: number }
): Float64Array => {
  const n = sorted.length
  const state = seedXoshiro128(seed)
  const counts = new Uint32Array(n)
  const resample = new Float64Array(n)
  // As many high bits as an index needs; what falls outside is drawn again, so every index is equally likely.
  const shift = n === 1 ? 31 : Math.clz32(n - 1)
  return Float64Array.from({ length: replicates }, () => {
    counts.fill(0)
    for (let drawn = 0; drawn < n; ) {
      const index = nextUint32(state) >>> shift
      if (index >= n) continue
      counts[index]!++
      drawn++
    }
    let end = 0
    for (let index = 0; index < n; index++) {
      const start = end
      end += counts[index]!
      for (let at = start; at < end; at++) resample[at] = sorted[index]!
    }
    return statistic(resample)
  })
}
