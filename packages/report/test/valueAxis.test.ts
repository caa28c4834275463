import { describe, expect, it } from "vitest"
import { valueAxis } from "../src/charts/valueAxis.ts"

const axis = (values: ReadonlyArray<number>, logarithm: boolean) => valueAxis({ title: "ratio", values, logarithm })

describe("valueAxis", () => {
  it("is a logarithm where factors count and values differ by more than twenty times", () => {
    expect(axis([0.05, 1, 2], true)).toEqual({
      title: "ratio (log scale)",
      scale: { type: "log", nice: false, padding: 6 },
      axis: { values: [0.05, 0.1, 0.2, 0.5, 1, 2], format: "~g" }
    })
  })

  it.each([
    ["they differ by less", [0.1, 2], true],
    ["differences count", [0.05, 2], false],
    ["one of them is 0", [0, 0.05, 2], true],
    ["one of them is negative", [-1, 0.05, 2], true],
    ["there are none", [], true]
  ])("is linear where %s", (_, values, logarithm) => {
    expect(axis(values, logarithm)).toEqual({ title: "ratio", scale: { zero: false, padding: 6 }, axis: {} })
  })
})
