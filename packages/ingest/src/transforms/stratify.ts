import { seededOrder } from "./seededOrder.ts"

/** Indices of each class, in ascending order. */
const byClass = (labels: ArrayLike<number>, classes: number): ReadonlyArray<ReadonlyArray<number>> => {
  const groups = Array.from({ length: classes }, (): Array<number> => [])
  for (let index = 0; index < labels.length; index++) groups[labels[index]!]!.push(index)
  return groups
}

/**
 * How many of each class make up a sample of `total` in which classes have their shares: each its share rounded down,
 * and one more for those with the largest remainders, the first of equals.
 */
const shares = (sizes: ReadonlyArray<number>, total: number): ReadonlyArray<number> => {
  const all = sizes.reduce((sum, size) => sum + size, 0)
  const exact = sizes.map((size) => (size * total) / all)
  const counts = exact.map(Math.floor)
  const left = total - counts.reduce((sum, count) => sum + count, 0)
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder)
  for (const { index } of byRemainder.slice(0, left)) counts[index]! += 1
  return counts
}

/** A random sample of each class, of the sizes that `count` gives, in ascending order of the indices. */
const sample = (
  labels: ArrayLike<number>,
  classes: number,
  seed: number,
  count: (sizes: ReadonlyArray<number>) => ReadonlyArray<number>
): ReadonlyArray<number> => {
  const groups = byClass(labels, classes)
  const counts = count(groups.map((group) => group.length))
  return groups
    .flatMap((group, label) =>
      seededOrder(seed, group.map(String))
        .slice(0, counts[label])
        .map((position) => group[position]!)
    )
    .sort((a, b) => a - b)
}

/**
 * The indices of a random sample of `total` in which every class has its share, in their old order.
 *
 * @param total at most the number of labels
 */
export const stratifiedSample = (labels: ArrayLike<number>, classes: number, total: number, seed: number) =>
  sample(labels, classes, seed, (sizes) => shares(sizes, total))

/** The indices of a random sample in which every class that occurs has as many as the smallest of them, in their old order. */
export const balancedSample = (labels: ArrayLike<number>, classes: number, seed: number) =>
  sample(labels, classes, seed, (sizes) => {
    const smallest = Math.min(...sizes.filter((size) => size > 0))
    return sizes.map((size) => Math.min(size, smallest))
  })
