import { expect, it } from "vitest"
import { type SimulatedRow, simulate } from "../scripts/simulate.mjs"

const repetitions = 300

const shareOf = (rows: ReadonlyArray<SimulatedRow>, start: string, kind: SimulatedRow["kind"], law: string) => {
  const row = rows.find((each) => each.kind === kind && each.row.startsWith(`\`${start}`))!
  const { share } = row.cells.find((cell) => cell.law === law)!
  return { excess: (share! - row.nominal) * (kind === "error" ? 1 : -1), repetitions: row.repetitions }
}

/** Four standard errors of a share of 5 %. */
const slack = (of: number) => 4 * Math.sqrt((0.05 * 0.95) / of)

it("tests keep their level and intervals their coverage where they are exact, at 10 pairs", () => {
  const rows = simulate({ repetitions, seed: 2, sizes: [10] })
  const exact = [
    ["pairedT", "error"],
    ["nonInferiority", "error"],
    ["shapiroWilk", "error"],
    ["bartlettTest", "error"],
    ["cohensDz", "coverage"],
    ["fiellerRatio", "coverage"],
    ["timeRatio", "coverage"]
  ] as const
  for (const [start, kind] of exact) {
    const { excess, repetitions } = shareOf(rows, start, kind, "normal")
    expect(Math.abs(excess), start).toBeLessThan(slack(repetitions))
  }
  const conservative = [
    ["wilcoxonSignedRank", "error", ["normal", "heavy"]],
    ["wilcoxonSignedRank", "coverage", ["normal", "heavy"]],
    ["signTest", "error", ["normal", "skewed", "heavy"]],
    ["signTest", "coverage", ["normal", "skewed", "heavy"]],
    ["permutationTest", "error", ["normal", "heavy"]],
    ["permutationTest", "coverage", ["normal", "heavy"]],
    ["equivalence", "error", ["normal"]],
    ["wilcoxonEquivalence", "error", ["normal", "heavy"]]
  ] as const
  for (const [start, kind, laws] of conservative) {
    for (const law of laws) {
      const { excess, repetitions } = shareOf(rows, start, kind, law)
      expect(excess, `${start} ${law}`).toBeLessThan(slack(repetitions))
    }
  }
  // What heavy tails do to Bartlett's test is far beyond the error of so few repetitions.
  expect(shareOf(rows, "bartlettTest", "error", "heavy").excess).toBeGreaterThan(slack(repetitions))
})

it("counts no test that refuses its pairs", () => {
  const rows = simulate({ repetitions: 4, seed: 3, sizes: [5] })
  for (const { row, cells } of rows.filter((each) => /signTest|permutationTest|quivalence|nonInf/.test(each.row))) {
    expect(
      cells.map(({ share }) => share),
      row
    ).toEqual([undefined, undefined, undefined])
  }
})
