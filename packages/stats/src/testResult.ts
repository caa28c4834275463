/** A confidence interval in the units of what it bounds; a side left open is ±Infinity. */
export interface Interval {
  readonly lower: number
  readonly upper: number
}

/** What every test of this package returns at least. */
export interface HypothesisTest {
  /** The test's usual name. */
  readonly name: string
  /** Number of pairs given, or of values where nothing is paired. */
  readonly n: number
  /** The test statistic; which one is said by the test. */
  readonly statistic: number
  readonly pValue: number
}

/** A test of a quantity that can be bounded. */
export interface TestResult extends HypothesisTest {
  readonly interval: Interval
}

/** An estimate without a test of its own. */
export interface Estimate {
  /** The usual name of what is estimated. */
  readonly name: string
  /** Number of pairs given, or of values where nothing is paired. */
  readonly n: number
  /** Coverage of the interval. */
  readonly level: number
  readonly estimate: number
  readonly interval: Interval
}

/** Returned in place of a result when there are too few pairs for the test to say anything. */
export interface Refusal {
  readonly name: string
  readonly n: number
  readonly verdict: "refused"
  /** The smallest number of pairs that is not refused. */
  readonly needed: number
  /** One sentence: what is lacking and the cure. */
  readonly reason: string
}

/** Tells a refusal from a result. */
export const isRefusal = (outcome: { readonly name: string } | Refusal): outcome is Refusal =>
  "verdict" in outcome && outcome.verdict === "refused"

/** The Bayesian answer in place of a p value: three probabilities that sum to 1. */
export interface RopeProbabilities {
  readonly name: string
  /** Number of pairs given. */
  readonly n: number
  /** Half-width of the region of practical equivalence. */
  readonly rope: number
  /** Of a difference below -rope: the variant is worse, where more is better. */
  readonly pLeft: number
  /** Of a difference within the region: the two are equivalent in practice. */
  readonly pRope: number
  /** Of a difference above rope: the variant is better, where more is better. */
  readonly pRight: number
}
