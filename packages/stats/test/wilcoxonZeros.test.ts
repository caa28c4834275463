import { expect, it } from "vitest"
import { wilcoxonSignedRank } from "../src/wilcoxonSignedRank.ts"
import { expectClose, golden } from "./golden.ts"
import { type GoldenSample, goldenSample } from "./goldenSample.ts"

interface Outcome {
  readonly statistic: number
  readonly pValue: number
  readonly effectSize: number
}

interface Case extends GoldenSample {
  readonly zeroEvery?: number
  readonly wilcox: Outcome
  readonly pratt: Outcome
}

const level = 0.95

it("agrees with all assignments of signs up to 50 pairs, ties and zeros included, by either convention of zeros", () => {
  const cases = golden<Case>("wilcoxonZeros")
  expect(cases.length).toBeGreaterThanOrEqual(200)
  for (const expected of cases) {
    const { zeroEvery } = expected
    const values = goldenSample(expected).map((value, i) => (zeroEvery && i % zeroEvery === 0 ? 0 : value))
    for (const zeros of ["wilcox", "pratt"] as const) {
      const actual = wilcoxonSignedRank(values, { level, zeros })
      expect(actual.statistic).toBe(expected[zeros].statistic)
      expectClose(actual.pValue, expected[zeros].pValue)
      expectClose(actual.effectSize, expected[zeros].effectSize, 1e-12, 1)
    }
  }
})

it("ranks a zero below the others by Pratt's convention, and drops it by Wilcoxon's", () => {
  const values = [0, 1, -2, 3]
  expect(wilcoxonSignedRank(values, { level })).toMatchObject({ zeros: "wilcox", statistic: 4 })
  expect(wilcoxonSignedRank(values, { level, zeros: "pratt" })).toMatchObject({ nonZero: 3, statistic: 6 })
})
