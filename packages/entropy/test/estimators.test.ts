import { describe, expect, it } from "vitest"
import { jamesStein, millerMadow, plugIn } from "../src/estimators.ts"

const counts = Int32Array.of(4, 2, 3, 0, 2, 4, 0, 0, 2, 1, 1)
const size = 19

describe("estimators", () => {
  // Worked by hand from the formulas with the counts above: 8 values of 11 occur.
  it("plugIn is minus the sum of p ln p", () => {
    const p = [...counts].filter((n) => n > 0).map((n) => n / size)
    expect(plugIn(size)(counts)).toBeCloseTo(-p.reduce((sum, each) => sum + each * Math.log(each), 0), 14)
  })

  it("millerMadow adds 7 / 38", () => {
    expect(millerMadow(size)(counts) - plugIn(size)(counts)).toBeCloseTo(7 / 38, 14)
  })

  it("jamesStein shrinks by the published intensity", () => {
    const t = 1 / 11
    const squares = 55 / size ** 2
    const distance = [...counts].reduce((sum, n) => sum + (t - n / size) ** 2, 0)
    const lambda = (1 - squares) / ((size - 1) * distance)
    expect(lambda).toBeGreaterThan(0)
    expect(lambda).toBeLessThan(1)
    const p = [...counts].map((n) => lambda * t + ((1 - lambda) * n) / size)
    expect(jamesStein(size)(counts)).toBeCloseTo(-p.reduce((sum, each) => sum + each * Math.log(each), 0), 14)
  })

  it("corrections bring samples nearer to the entropy that they were drawn from", () => {
    // 2,000 samples of 60 values, equally likely 0 to 63, by the minimal standard generator (Park and Miller 1988).
    let state = 1
    const mean = { plugIn: 0, millerMadow: 0, jamesStein: 0 }
    const drawn = { plugIn: plugIn(60), millerMadow: millerMadow(60), jamesStein: jamesStein(60) }
    for (let sample = 0; sample < 2000; sample++) {
      const histogram = new Int32Array(64)
      for (let draw = 0; draw < 60; draw++) {
        state = (state * 16807) % 2147483647
        histogram[Math.floor((64 * state) / 2147483647)]!++
      }
      for (const name of ["plugIn", "millerMadow", "jamesStein"] as const) mean[name] += drawn[name](histogram) / 2000
    }
    expect(mean.plugIn).toBeLessThan(mean.millerMadow)
    expect(mean.millerMadow).toBeLessThan(Math.log(64))
    expect(Math.abs(mean.jamesStein - Math.log(64))).toBeLessThan(0.05)
  })

  it.each(Object.entries({ plugIn, millerMadow, jamesStein }))("%s of the one value that is possible is 0", (_, of) => {
    expect(of(1)(Int32Array.of(1))).toBe(0)
    expect(of(500)(Int32Array.of(500))).toBe(0)
  })

  it("jamesStein knows nothing but the target of a single draw, and of equal counts", () => {
    expect(jamesStein(1)(Int32Array.of(0, 1, 0, 0))).toBeCloseTo(Math.log(4), 14)
    expect(jamesStein(8)(Int32Array.of(2, 2, 2, 2))).toBeCloseTo(Math.log(4), 14)
  })
})
