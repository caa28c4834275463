import { describe, expect, it } from "vitest"
import { randomStream } from "../src/randomStream.ts"
import { golden } from "./golden.ts"

const draw = (count: number, next: () => number) => Array.from({ length: count }, next)

describe("randomStream", () => {
  it("draws the integers of xoroshiro128+ under a seed that is a hash", () => {
    const { integer } = randomStream(7, "test")
    expect(draw(10, () => integer(1000))).toEqual(golden.integers)
  })

  it("draws the normal numbers of Box and Muller", () => {
    const values = draw(10, randomStream(7, "test").normal)
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(golden.normals[i]!, 14)
    })
  })

  it("depends on seed and purpose alone", () => {
    const first = draw(5, randomStream(1, "a").normal)
    expect(draw(5, randomStream(1, "a").normal)).toEqual(first)
    for (const other of [randomStream(2, "a"), randomStream(1, "b")]) {
      expect(draw(5, other.normal).some((value) => first.includes(value))).toBe(false)
    }
  })

  it("has the moments of a standard normal, within five standard errors", () => {
    const count = 100_000
    const values = draw(count, randomStream(5, "moments").normal)
    const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / count
    // E x^k is 0, 1, 0, 3, and the variance of x^k is E x^2k - (E x^k)^2: 1, 2, 15, 96.
    for (const [power, expected, variance] of [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96]
    ] as const) {
      expect(Math.abs(moment(power) - expected), `moment ${power}`).toBeLessThan(5 * Math.sqrt(variance / count))
    }
  })

  it("draws every integer below a bound equally often, within five standard errors", () => {
    const count = 60_000
    const { integer } = randomStream(5, "dice")
    const counts = new Array<number>(6).fill(0)
    for (let i = 0; i < count; i++) counts[integer(6)]! += 1
    expect(counts).toHaveLength(6)
    for (const seen of counts) expect(Math.abs(seen - count / 6)).toBeLessThan(5 * Math.sqrt((count * 5) / 36))
  })
})
