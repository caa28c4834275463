/** A confidence interval in the units of what it bounds; a side left open is ±Infinity. */
export interface Interval {
  readonly lower: number
  readonly upper: number
}

/** What every test of this package returns at least. */
export interface TestResult {
  /** The test's usual name. */
  readonly name: string
  /** Number of pairs given. */
  readonly n: number
  /** The test statistic; which one is said by the test. */
  readonly statistic: number
  readonly pValue: number
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
export const isRefusal = (outcome: TestResult | Refusal): outcome is Refusal =>
  "verdict" in outcome && outcome.verdict === "refused"
