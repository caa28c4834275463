import { assert, describe, expect, it } from "vitest"
import { type SimulatedError, simulateFamilies, simulateLooks } from "../scripts/simulateFamilies.mjs"

/** A share may lie above 0.05 by three standard errors of simulation. */
const limit = (repetitions: number) => 0.05 + 3 * Math.sqrt((0.05 * 0.95) / repetitions)

const normalShares = ({ cells }: SimulatedError) => cells.filter(({ law }) => law === "normal")

describe("rules for several arms, without any difference", () => {
  const rows = simulateFamilies({ repetitions: 400, seed: 3, sizes: [10] })

  it.each(
    rows
      .filter(({ rule }) => !/unadjusted|without epsilon|stochastic|varies/.test(rule))
      .map((row) => [row.rule, row] as const)
  )("%s makes a false claim in no more than 5 %% of studies with normal scores", (_, row) => {
    for (const { share } of normalShares(row)) {
      assert(share !== undefined)
      expect(share).toBeLessThanOrEqual(limit(row.repetitions))
    }
  })

  it("would make more without adjustment", () => {
    const unadjusted = rows.find(({ rule }) => rule.endsWith("unadjusted"))!
    expect(normalShares(unadjusted)[0]!.share).toBeGreaterThan(limit(unadjusted.repetitions))
  })
})

describe("looking at a growing study without any difference", () => {
  const rows = simulateLooks({ repetitions: 2000, seed: 4 })
  const last = (rule: string) => normalShares(rows.find((row) => row.rule === rule)!).at(-1)!.share!

  it.each(["two-sided", "one-sided"])("claims one in 5 %% of studies by the bounds, in more without: %s", (side) => {
    expect(last(`sequential bounds, ${side}`)).toBeLessThanOrEqual(limit(2000))
    expect(last(`sequential bounds, ${side}`)).toBeGreaterThan(0.03)
    expect(last(`p <= 0.05 at every look, ${side}`)).toBeGreaterThan(0.09)
  })
})
