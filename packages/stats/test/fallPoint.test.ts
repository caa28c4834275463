import { describe, expect, it } from "vitest"
import { fallPoint } from "../src/fallPoint.ts"
import { golden } from "./golden.ts"

interface Case {
  readonly values: ReadonlyArray<number>
  readonly split: number | null
}

describe("fallPoint", () => {
  it("is the step that statsmodels' information criteria prefer", () => {
    const cases = golden<Case>("fallPoint")
    expect(cases).toHaveLength(200)
    expect(cases.filter(({ split }) => split !== null).length).toBeGreaterThan(30)
    for (const { split, values } of cases) {
      // Two values have no scatter within two levels; nothing is said of them by a criterion.
      if (values.length > 2) expect(fallPoint(values), String(values)).toBe(split ?? undefined)
    }
  })

  it.each([
    [[5, 5, 1, 1, 1], 2],
    [[9, 1], 1],
    [[1, 1, 5, 5], undefined],
    [[3, 3, 3], undefined]
  ])("of %j is %s", (values, split) => {
    expect(fallPoint(values)).toBe(split)
  })

  it("refuses a single value, and one that is no number", () => {
    expect(() => fallPoint([1])).toThrow("two values are the least")
    expect(() => fallPoint([1, Number.NaN])).toThrow("values[1]")
  })
})
