import { describe, expect, it } from "vitest"
import { linearCka } from "../src/linearCka.ts"
import { expectClose, golden } from "./golden.ts"

interface Case {
  readonly k: ReadonlyArray<number>
  readonly l: ReadonlyArray<number>
  readonly biased: number
  readonly debiased: number | null
}

const gram = (features: ReadonlyArray<ReadonlyArray<number>>): Float64Array =>
  Float64Array.from(features.flatMap((a) => features.map((b) => a.reduce((sum, value, i) => sum + value * b[i]!, 0))))

describe("linearCka", () => {
  it("is what the features and all distinct four examples give", () => {
    const cases = golden<Case>("linearCka")
    expect(cases).toHaveLength(200)
    for (const { biased, debiased, k, l } of cases) {
      const found = linearCka(Float64Array.from(k), Float64Array.from(l))
      expectClose(found.biased, biased, 1e-8)
      if (debiased === null) expect(found.debiased).toBeNaN()
      // The matrices were rounded when they were written.
      else expectClose(found.debiased, debiased, 1e-6)
    }
  })

  it("is 1 of a representation that is scaled, shifted and turned", () => {
    const features = [[1, 2], [3, -1], [0, 5], [2, 2], [-4, 1]] // biome-ignore format: points
    const moved = features.map(([x, y]) => [7 - 3 * y!, 2 + 3 * x!])
    const { biased, debiased } = linearCka(gram(features), gram(moved))
    expect(biased).toBeCloseTo(1, 12)
    expect(debiased).toBeCloseTo(1, 12)
  })

  it("is no number where a representation says nothing", () => {
    const { biased } = linearCka(new Float64Array(16).fill(1), gram([[1], [2], [3], [5]]))
    expect(biased).toBeNaN()
  })

  it.each([
    [9, 9],
    [15, 15],
    [16, 25]
  ])("refuses %i and %i numbers", (a, b) => {
    expect(() => linearCka(new Float64Array(a), new Float64Array(b))).toThrow(RangeError)
  })
})
