/** A depth rule: a pure function of the per-image entropies of a dataset. `P` are its parameters in a study. */
export interface Rule<P> {
  /** What the bound counts, in the plural. */
  readonly unit: string
  /** The bound, at least 1, from at least one entropy in nats, ascending. */
  readonly bound: (sorted: Float64Array, params: P) => number
  /** The arithmetic that gave the bound, in one line. */
  readonly derivation: (sorted: Float64Array, params: P) => string
}
