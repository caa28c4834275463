import normalCdf from "@stdlib/stats-base-dists-normal-cdf"
import { gaussLegendre } from "./gaussLegendre.ts"

/** One bound for a gain, or the same on both sides. */
export type Sides = 1 | 2

/** Where a Brownian motion may be at a fraction of the information, if it has crossed no bound so far. */
export interface Walk {
  readonly fraction: number
  readonly nodes: Float64Array
  /** Quadrature weight times density: they add up to the probability of no crossing so far. */
  readonly masses: Float64Array
}

/** Before the first look: certainly at 0. */
export const start: Walk = { fraction: 0, nodes: Float64Array.of(0), masses: Float64Array.of(1) }

// Beyond it lies a probability of 1e-19.
export const farthest = 9

/** Probability of a first crossing at the look at `fraction`, when the bound for z is `bound`. */
export const crossing = (walk: Walk, fraction: number, bound: number, sides: Sides): number => {
  const place = bound * Math.sqrt(fraction)
  const step = Math.sqrt(fraction - walk.fraction)
  return walk.nodes.reduce((sum, at, i) => {
    const above = normalCdf((at - place) / step, 0, 1)
    const below = sides === 2 ? normalCdf((-at - place) / step, 0, 1) : 0
    return sum + walk.masses[i]! * (above + below)
  }, 0)
}

/**
 * The walk at the look at `fraction`, those left out that cross there: the density is the integral of the one before
 * over normal increments, here by Gauss and Legendre's quadrature.
 *
 * @param nextFraction of the look after it, whose increments decide how fine the nodes have to be.
 * @see Armitage, McPherson & Rowe (1969), JRSS A 132(2); Jennison & Turnbull (2000), Group Sequential Methods, chapter
 * 19.
 */
export const survive = (walk: Walk, fraction: number, bound: number, sides: Sides, nextFraction: number): Walk => {
  const root = Math.sqrt(fraction)
  const upper = Math.min(bound, farthest) * root
  const lower = sides === 2 ? -upper : -farthest * root
  const step = Math.sqrt(fraction - walk.fraction)
  const finest = Math.min(step, Math.sqrt(nextFraction - fraction))
  const { nodes, weights } = gaussLegendre(20 + Math.ceil((6 * (upper - lower)) / finest), lower, upper)
  const masses = weights.map((weight, i) => {
    const density = walk.nodes.reduce(
      (sum, at, j) => sum + walk.masses[j]! * Math.exp(-(((nodes[i]! - at) / step) ** 2) / 2),
      0
    )
    return (weight * density) / (step * Math.sqrt(2 * Math.PI))
  })
  return { fraction, nodes, masses }
}
