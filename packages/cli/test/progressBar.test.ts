import { describe, expect, it } from "vitest"
import { formatDuration, progressBar, progressLine } from "../src/progressBar.ts"

describe("formatDuration", () => {
  it.each([
    [0, "0 s"],
    [-1, "0 s"],
    [12.4, "12 s"],
    [59.5, "1 m 00 s"],
    [185, "3 m 05 s"],
    [3600, "60 m 00 s"]
  ])("of %d seconds is %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text)
  })
})

describe("progress", () => {
  const report = { task: "resnet20 baseline seed 1", done: 25, total: 100, unit: "steps" }

  it("says how much is done, and how long the rest takes at this pace", () => {
    expect(progressLine(report, { elapsed: 10, done: 0 })).toBe("resnet20 baseline seed 1: 25/100 steps, 30 s left")
    expect(progressLine({ ...report, detail: "loss 0.5" }, { elapsed: 65, done: 0 })).toBe(
      "resnet20 baseline seed 1: 25/100 steps, loss 0.5, 3 m 15 s left"
    )
  })

  it("promises nothing before the first step and after the last", () => {
    expect(progressLine({ ...report, done: 0 }, { elapsed: 10, done: 0 })).toBe("resnet20 baseline seed 1: 0/100 steps")
    expect(progressLine({ ...report, done: 100 }, { elapsed: 10, done: 0 })).toBe(
      "resnet20 baseline seed 1: 100/100 steps"
    )
  })

  it("judges the pace by what it saw, not by what was done before", () => {
    expect(progressLine({ ...report, done: 75 }, { elapsed: 10, done: 50 })).toBe(
      "resnet20 baseline seed 1: 75/100 steps, 10 s left"
    )
    expect(progressLine({ ...report, done: 50 }, { elapsed: 0, done: 50 })).toBe(
      "resnet20 baseline seed 1: 50/100 steps"
    )
  })

  it("draws a bar of 24 cells", () => {
    const bar = (done: number) => progressBar({ ...report, done }, { elapsed: 10, done: 0 })
    expect(bar(0)).toBe(`resnet20 baseline seed 1 ${"░".repeat(24)} 0/100 steps`)
    expect(bar(25)).toBe(`resnet20 baseline seed 1 ${"█".repeat(6)}${"░".repeat(18)} 25/100 steps, 30 s left`)
    expect(bar(100)).toBe(`resnet20 baseline seed 1 ${"█".repeat(24)} 100/100 steps`)
  })
})
