/** How images that come in one heap are split: each class gives its share, by an order that the seed decides. */
export interface SplitRule {
  /** The share of the images of each class that the test split has. */
  readonly testShare: number
  readonly seed: number
}

/** A fifth is held out. */
export const defaultSplit: SplitRule = { testShare: 0.2, seed: 1 }
