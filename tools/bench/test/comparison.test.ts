import { expect, it } from "vitest"
import { compareRounds, markdownTable } from "../src/comparison.ts"

const comparison = compareRounds({ ours: [10, 30, 12], peer: [20, 30, 10] })

it("takes the ratio within a round, not of the medians", () => {
  expect(comparison).toEqual({
    ours: { median: 12, min: 10, max: 30 },
    peer: { median: 20, min: 10, max: 30 },
    ratio: { median: 1, min: 0.5, max: 1.2 }
  })
})

it("writes a line for each measurement", () => {
  expect(markdownTable([{ network: "net", precision: "float32", comparison }], "ours", "PyTorch")).toBe(
    [
      "| network | precision | ours, ms | PyTorch, ms | ratio |",
      "| --- | --- | --- | --- | --- |",
      "| net | float32 | 12.0 [10.0, 30.0] | 20.0 [10.0, 30.0] | 1.000 [0.500, 1.200] |"
    ].join("\n")
  )
})
