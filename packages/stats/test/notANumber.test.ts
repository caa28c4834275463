import fc from "fast-check"
import { expect, it } from "vitest"
import { nonInferiority } from "../src/nonInferiority.ts"
import { pairedT } from "../src/pairedT.ts"
import { summary } from "../src/summary.ts"
import { timeRatio } from "../src/timeRatio.ts"
import { wilcoxonSignedRank } from "../src/wilcoxonSignedRank.ts"

const numbersIn = (value: unknown): Array<number> => {
  if (typeof value === "number") return [value]
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : []
}

const wild = fc.double({ noNaN: true, min: -1e300, max: 1e300 })
const tame = fc.integer({ min: -2, max: 2 })
const sample = fc.oneof(
  fc.array(wild, { minLength: 1, maxLength: 12 }),
  fc.array(tame, { minLength: 1, maxLength: 12 })
)

it("no result holds NaN, from the smallest to the largest of finite numbers", () => {
  fc.assert(
    fc.property(sample, fc.constantFrom(5e-324, 1e-9, 1, 1e300), (values, margin) => {
      const times = values.map((value) => Math.max(Math.abs(value), 5e-324))
      const results = [
        summary(values),
        pairedT(values, { level: 0.95 }),
        wilcoxonSignedRank(values, { level: 0.95 }),
        nonInferiority(values, { margin, alpha: 0.05 }),
        timeRatio(times, times.toReversed(), { level: 0.95 })
      ]
      for (const result of results) expect(numbersIn(result).some(Number.isNaN)).toBe(false)
    }),
    { seed: 4, numRuns: 500 }
  )
})
