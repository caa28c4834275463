import { describe, expect, it } from "vitest"
import { adjustFamily } from "../src/adjustFamily.ts"
import { type Adjustment, adjustPValues } from "../src/adjustPValues.ts"
import { expectClose, golden } from "./golden.ts"

type Case = Readonly<Record<Adjustment | "pValues", ReadonlyArray<number>>>

const adjustments: ReadonlyArray<Adjustment> = ["bonferroni", "holm", "hochberg", "benjamini-hochberg"]

describe("adjustPValues", () => {
  it.each(adjustments)("agrees with statsmodels' multipletests: %s", (adjustment) => {
    const cases = golden<Case>("adjustments")
    expect(cases).toHaveLength(200)
    for (const one of cases) {
      const adjusted = adjustPValues(one.pValues, adjustment)
      adjusted.forEach((p, index) => {
        expectClose(p, one[adjustment][index]!, 1e-8)
      })
    }
  })

  it("leaves an empty family empty and rejects what is no p", () => {
    expect(adjustPValues([], "holm")).toEqual([])
    expect(() => adjustPValues([0.5, 1.5], "holm")).toThrow(
      new RangeError("p values must lie in [0, 1], but pValues[1] is 1.5")
    )
    expect(() => adjustPValues([Number.NaN], "bonferroni")).toThrow(RangeError)
  })
})

describe("adjustFamily", () => {
  it("counts a hypothesis whose test is missing", () => {
    const { adjusted, missing } = adjustFamily(["wide", "narrow", "deep"], { deep: 0.02, wide: 0.01 }, "holm")
    expect(missing).toEqual(["narrow"])
    expect(adjusted).toEqual({ wide: 0.03, narrow: 1, deep: 0.04 })
  })

  it("rejects a p that no one declared, and a name declared twice", () => {
    expect(() => adjustFamily(["wide"], { narrow: 0.1 }, "holm")).toThrow(
      new RangeError('"narrow" has a p but was not declared in the family')
    )
    expect(() => adjustFamily(["wide", "wide"], {}, "holm")).toThrow(RangeError)
  })
})
