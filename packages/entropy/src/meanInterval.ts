import { type MeanInterval, nextUint32, quantile, seedXoshiro128 } from "@ebcle/core"

/** Values class by class, and where in them each class begins and ends; classes without values are left out. */
const byClass = (values: Float64Array, labels: Int32Array) => {
  const order = Int32Array.from(values, (_, index) => index).sort((a, b) => labels[a]! - labels[b]! || a - b)
  const sorted = Float64Array.from(order, (index) => values[index]!)
  const starts = Array.from(order.keys()).filter((at) => at === 0 || labels[order[at]!] !== labels[order[at - 1]!])
  return { sorted, classes: starts.map((start, k) => ({ start, count: (starts[k + 1] ?? values.length) - start })) }
}

/**
 * A percentile bootstrap interval of the mean: images are drawn with replacement within their classes, so that every
 * resample has the class counts of the dataset, as another dataset of the same making would.
 *
 * Time is O(values · replicates). Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapters 8 and 13.
 *
 * @param values at least one, with a label each
 * @param options `seed`: same seed, same interval
 */
export const meanInterval = (
  values: Float64Array,
  labels: Int32Array,
  options: { readonly seed: number; readonly replicates: number; readonly level: number }
): typeof MeanInterval.Type => {
  const { level, replicates, seed } = options
  const { classes, sorted } = byClass(values, labels)
  const state = seedXoshiro128(seed)
  const means = new Float64Array(replicates)
  for (let replicate = 0; replicate < replicates; replicate++) {
    let sum = 0
    for (const { count, start } of classes) {
      // The high half of 32 bits times the count is an index; its bias is count / 2^32, which no mean can show.
      for (let drawn = 0; drawn < count; drawn++)
        sum += sorted[start + Math.floor((nextUint32(state) / 2 ** 32) * count)]!
    }
    means[replicate] = sum / values.length
  }
  means.sort()
  return { level, lower: quantile(means, (1 - level) / 2), upper: quantile(means, (1 + level) / 2), replicates, seed }
}
