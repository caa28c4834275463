import type { DepthUnit } from "@ebcle/core"

/** What a rule may need to know of a dataset besides the entropies of its images. */
export interface ImageTask {
  /** Values of an image: height × width × channels. */
  readonly values: number
  /** At least 1. */
  readonly classes: number
}

/** A depth rule: a pure function of the per-image entropies of a dataset. `P` are its parameters in a study. */
export interface Rule<P> {
  readonly unit: DepthUnit
  /** The bound, at least 1, from at least one entropy in nats, ascending. */
  readonly bound: (sorted: Float64Array, params: P, task: ImageTask) => number
  /** The arithmetic that gave the bound, in one line. */
  readonly derivation: (sorted: Float64Array, params: P, task: ImageTask) => string
}
