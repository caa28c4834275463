import type { IdentityOnset } from "@ebcle/core"
import { fallPoint } from "@ebcle/stats/fallPoint"
import { quantile } from "@ebcle/stats/quantile"
import type { RandomStream } from "../randomStream.ts"

const replicates = 1000
const level = 0.95

/** Where the logarithms of the mean ratios of the blocks fall. */
const onsetOf = (ratios: ReadonlyArray<ArrayLike<number>>, images: ArrayLike<number>): number | undefined => {
  const logarithms = ratios.map((ofBlock) => {
    let sum = 0
    for (let i = 0; i < images.length; i++) sum += ofBlock[images[i]!]!
    return Math.log(sum / images.length)
  })
  return logarithms.every(Number.isFinite) ? fallPoint(logarithms) : undefined
}

/**
 * From where on blocks are close to the identity: where the logarithm of the mean ratio over the images falls to a lower level
 * (`fallPoint`), with a percentile bootstrap interval over 1,000 resamples of the images. The rule is ours. Undefined for
 * fewer than two blocks.
 *
 * @param ratios of every image, block by block in the order of depth
 */
export const identityOnset = (
  ratios: ReadonlyArray<ArrayLike<number>>,
  random: RandomStream
): IdentityOnset | undefined => {
  if (ratios.length < 2) return undefined
  const images = ratios[0]!.length
  const all = Array.from({ length: images }, (_, i) => i)
  const resampled = Array.from({ length: replicates }, () =>
    onsetOf(
      ratios,
      all.map(() => random.integer(images))
    )
  )
  const found = resampled.filter((onset) => onset !== undefined)
  const tail = (1 - level) / 2
  return {
    blocks: ratios.length,
    images,
    onset: onsetOf(ratios, all) ?? null,
    interval:
      found.length === 0
        ? null
        : { level, lower: Math.floor(quantile(found, tail)), upper: Math.ceil(quantile(found, 1 - tail)) },
    without: (replicates - found.length) / replicates
  }
}
