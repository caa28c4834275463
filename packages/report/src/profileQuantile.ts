import type { EntropyProfile } from "@ebcle/core"

/** A quantile of the entropies, in nats. `exact` is false when it was read off the histogram. */
export interface ProfileQuantile {
  readonly value: number
  readonly exact: boolean
}

/** The quantile of a profile at a probability: the stored one where there is one, else interpolated in the histogram. */
export const profileQuantile = (profile: EntropyProfile, probability: number): ProfileQuantile => {
  const { q05, q25, q50, q75, q95 } = profile.quantiles
  const stored = new Map([
    [0.05, q05],
    [0.25, q25],
    [0.5, q50],
    [0.75, q75],
    [0.95, q95]
  ]).get(probability)
  if (stored !== undefined) return { value: stored, exact: true }
  const { counts, edges } = profile.histogram
  const target = probability * counts.reduce((sum, count) => sum + count, 0)
  let below = 0
  for (const [bin, count] of counts.entries()) {
    if (count > 0 && below + count >= target) {
      const from = edges[bin]!
      return { value: from + ((target - below) / count) * (edges[bin + 1]! - from), exact: false }
    }
    below += count
  }
  return { value: profile.maximum, exact: false }
}
