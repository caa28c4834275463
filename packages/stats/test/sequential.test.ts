import fc from "fast-check"
import { assert, describe, expect, it } from "vitest"
import { crossing, type Sides, start, survive } from "../src/brownianBoundary.ts"
import { pairedT } from "../src/pairedT.ts"
import { seededRandom } from "../src/random.ts"
import { sequentialBounds } from "../src/sequentialBounds.ts"
import { sequentialNonInferiority, sequentialPairedT } from "../src/sequentialT.ts"
import { isRefusal } from "../src/testResult.ts"
import { expectClose, golden } from "./golden.ts"

interface Case {
  readonly looks: ReadonlyArray<number>
  readonly alpha: number
  readonly sides: Sides
  readonly bounds: ReadonlyArray<number>
}

/** Probability of crossing any of these bounds at equally spaced looks. */
const everCrossing = (bounds: ReadonlyArray<number>, sides: Sides): number => {
  const fractions = bounds.map((_, look) => (look + 1) / bounds.length)
  let [walk, sum] = [start, 0]
  bounds.forEach((bound, look) => {
    sum += crossing(walk, fractions[look]!, bound, sides)
    const next = fractions[look + 1]
    if (next !== undefined) walk = survive(walk, fractions[look]!, bound, sides, next)
  })
  return sum
}

const plan = { looks: [5, 10, 15, 20, 30], alpha: 0.05 }

describe("crossing and survive", () => {
  it.each([
    // Two-sided at 0.05: constants of Pocock (1977) and of O'Brien and Fleming (1979), as in Jennison & Turnbull
    // (2000), tables 2.1 and 2.3.
    [2, 2.178, 1.977],
    [3, 2.289, 2.004],
    [4, 2.361, 2.024],
    [5, 2.413, 2.04],
    [10, 2.555, 2.087]
  ])("spend 0.05 at %i looks on Pocock's %f and O'Brien and Fleming's %f", (looks, pocock, obrienFleming) => {
    const stages = Array.from({ length: looks }, (_, index) => index + 1)
    // A constant is given to half a thousandth, about 1.5 % of the tail it cuts off.
    const spent = (bounds: ReadonlyArray<number>) => everCrossing(bounds, 2)
    expect(spent(stages.map(() => pocock))).toBeCloseTo(0.05, 3)
    expect(spent(stages.map((stage) => obrienFleming * Math.sqrt(looks / stage)))).toBeCloseTo(0.05, 3)
  })
})

describe("sequentialBounds", () => {
  it("agrees with the recursion in NumPy and SciPy", () => {
    const cases = golden<Case>("sequentialBounds")
    expect(cases).toHaveLength(200)
    for (const { alpha, bounds, looks, sides } of cases) {
      const found = sequentialBounds({ looks, alpha }, sides)
      expect(found.map(({ n }) => n)).toEqual(looks)
      expectClose(found.at(-1)!.spent, alpha)
      found.forEach(({ bound }, look) => {
        expectClose(bound, bounds[look]!, 1e-8)
      })
    }
  })

  it("has the bounds that ldbounds, gsDesign and rpact print", () => {
    const bounds = (looks: ReadonlyArray<number>, alpha: number, sides: Sides) =>
      sequentialBounds({ looks, alpha }, sides).map(({ bound }) => bound)
    // Five looks, 0.05 two-sided.
    const five = [4.877, 3.357, 2.68, 2.29, 2.031]
    bounds([4, 8, 12, 16, 20], 0.05, 2).forEach((bound, look) => {
      expect(bound).toBeCloseTo(five[look]!, 3)
    })
    // Three looks, 0.025 one-sided: the design "asOF" of rpact.
    const three = [3.71, 2.511, 1.993]
    bounds([4, 8, 12], 0.025, 1).forEach((bound, look) => {
      expect(bound).toBeCloseTo(three[look]!, 3)
    })
  })

  it("is the test without looks where there is one, and never spends more than alpha", () => {
    expectClose(sequentialBounds({ looks: [8], alpha: 0.05 }, 2)[0]!.nominal, 0.05)
    const looks = fc.uniqueArray(fc.integer({ min: 2, max: 60 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(looks, fc.constantFrom(0.001, 0.05, 0.3), fc.constantFrom<Sides>(1, 2), (unsorted, alpha, sides) => {
        const bounds = sequentialBounds({ looks: unsorted.toSorted((a, b) => a - b), alpha }, sides)
        expectClose(bounds.at(-1)!.spent, alpha)
        bounds.forEach(({ nominal, spent }) => {
          // The walk leaves out what lies beyond nine standard deviations.
          expect(nominal).toBeLessThanOrEqual(spent * (1 + 1e-9) + 1e-18)
        })
      }),
      { seed: 5, numRuns: 30 }
    )
  })

  it("rejects misuse", () => {
    expect(() => sequentialBounds({ looks: [10, 5], alpha: 0.05 }, 2)).toThrow(
      new RangeError("looks must be rising whole numbers from 2, but are 10, 5")
    )
    expect(() => sequentialBounds({ looks: [], alpha: 0.05 }, 2)).toThrow("but are none")
    expect(() => sequentialBounds({ looks: [5], alpha: 1 }, 2)).toThrow(RangeError)
  })
})

const wave = (n: number, mean: number) => Array.from({ length: n }, (_, i) => mean + Math.sin(i * i))

const tested = (differences: ReadonlyArray<number>) => {
  const result = sequentialPairedT(differences, plan)
  assert(!isRefusal(result))
  return result
}

describe("sequentialPairedT", () => {
  it("is pairedT where the only look is the last", () => {
    const differences = wave(9, 0.4)
    const alone = sequentialPairedT(differences, { looks: [9], alpha: 0.05 })
    const t = pairedT(differences, { level: 0.95 })
    assert(!isRefusal(alone) && !isRefusal(t))
    expectClose(alone.pValue, t.pValue, 1e-9)
    expectClose(alone.statistic, t.statistic)
    expectClose(alone.interval.lower, t.interval.lower, 1e-9)
    expectClose(alone.interval.upper, t.interval.upper, 1e-9)
  })

  it("stops at the first look whose level is reached, and its p says the same", () => {
    expect(tested(wave(5, 0.9))).toMatchObject({ look: 1, verdict: "continue", stoppedAt: undefined })
    expect(tested(wave(15, 0.9))).toMatchObject({ look: 3, verdict: "shown", stoppedAt: 15 })
    // Seeds that were added after that change nothing.
    expect(tested([...wave(15, 0.9), ...wave(15, -2)])).toMatchObject({ look: 5, verdict: "shown", stoppedAt: 15 })
    expect(tested(wave(30, 0.1))).toMatchObject({ verdict: "not shown", stoppedAt: undefined })
    for (const mean of [0, 0.2, 0.4, 0.6, 0.9]) {
      for (const n of plan.looks) {
        const { interval, pValue, stoppedAt, verdict } = tested(wave(n, mean))
        expect(pValue <= plan.alpha).toBe(verdict === "shown")
        if (stoppedAt === n) expect(interval.lower > 0 || interval.upper < 0).toBe(true)
      }
    }
  })

  it("does not stop early for differences without any spread", () => {
    expect(tested(Array(5).fill(0.01))).toMatchObject({
      verdict: "continue",
      pValue: 1,
      interval: { lower: -Infinity, upper: Infinity }
    })
    expect(tested(Array(30).fill(0.01))).toMatchObject({ verdict: "shown", stoppedAt: 30, pValue: 0 })
  })

  it("refuses to look between looks, and rejects what goes on after the last", () => {
    expect(sequentialPairedT(wave(7, 1), plan)).toEqual({
      name: "sequential paired t",
      n: 7,
      verdict: "refused",
      needed: 10,
      reason: "the plan does not look at 7 pairs: run 10, its next look, and test then"
    })
    expect(() => tested(wave(31, 1))).toThrow(new RangeError("the plan ends at 30 pairs, but there are 31"))
  })
})

describe("sequentialNonInferiority", () => {
  it("shows that a loss is within the margin, one-sided", () => {
    const result = sequentialNonInferiority(wave(20, 0), { ...plan, margin: 1 })
    assert(!isRefusal(result))
    expect(result).toMatchObject({
      name: "sequential non-inferiority",
      verdict: "shown",
      interval: { upper: Infinity }
    })
    expect(result.interval.lower).toBeGreaterThan(-1)
    expect(() => sequentialNonInferiority(wave(20, 0), { ...plan, margin: 0 })).toThrow(RangeError)
  })
})

it("holds its type 1 error at looks 5, 10, 15, 20, 30 with t, to within simulation error", () => {
  const random = seededRandom(7)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const levels = sequentialBounds(plan, 2)
  const studies = 4000
  let claims = 0
  for (let study = 0; study < studies; study += 1) {
    const differences = Array.from({ length: 30 }, normal)
    const stops = levels.some(({ n, nominal }) => {
      const t = pairedT(differences.slice(0, n), { level: 0.95 })
      return !isRefusal(t) && t.pValue <= nominal
    })
    if (stops) claims += 1
  }
  const error = Math.sqrt((0.05 * 0.95) / studies)
  expect(Math.abs(claims / studies - 0.05)).toBeLessThan(3 * error)
})
