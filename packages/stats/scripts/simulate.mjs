// Type-1 error and coverage at small n, by seeded simulation: `node packages/stats/scripts/simulate.mjs` after
// `npx tsc -b`. It prints the tables of the README in some minutes, or, given part of a row's name, that row.

import { argv } from "node:process"
import { fileURLToPath } from "node:url"
import {
  bartlettTest,
  bcaBootstrap,
  cliffsDelta,
  cohensDz,
  equivalence,
  fiellerRatio,
  isRefusal,
  leveneTest,
  nonInferiority,
  pairedT,
  permutationTest,
  rankBiserial,
  shapiroWilk,
  signTest,
  timeRatio,
  wilcoxonEquivalence,
  wilcoxonSignedRank
} from "@ebcle/stats"
import mersenneTwister from "@stdlib/random-base-mt19937"
import { laws } from "./laws.mjs"

const level = 0.95
const alpha = 0.05

const rejects = ({ pValue }) => pValue <= alpha
const covers =
  (value) =>
  ({ interval }) =>
    interval.lower <= value + 1e-12 && interval.upper >= value - 1e-12
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
const shifted = (values, by) => values.map((value) => value + by)

/** Effects of a law shifted by half a standard deviation, which have no formula: from many draws. */
const effects = (law, random) => {
  const draws = Array.from({ length: 400000 }, () => law.draw(random))
  const share = (holds) =>
    draws.reduce((sum, value, i) => sum + (i % 2 && holds(draws[i - 1], value) ? 1 : 0), 0) / 200000
  const by = law.sd / 2
  return {
    delta: 2 * share((a, b) => a + by > b) - 1,
    // For n differences: Walsh averages of one value count among those of two.
    rank: (n) => {
      const pair = 2 * share((a, b) => a + b + 2 * by > 0) - 1
      const single = 2 * share((_, b) => b + by > 0) - 1
      return (pair * (n - 1) + 2 * single) / (n + 1)
    }
  }
}

/**
 * What is simulated. Slow ones get a `share` of the repetitions. `of` gives an outcome or a refusal of n draws,
 * `holds` the event that is counted and has `nominal` probability at most (type-1 error) or at least (coverage).
 */
const questions = [
  { row: "`pairedT`", kind: "error", of: ({ d }) => pairedT(d, { level }), holds: () => rejects },
  {
    row: "`wilcoxonSignedRank`, about its centre",
    kind: "error",
    of: ({ d, law }) => wilcoxonSignedRank(shifted(d, -law.centre), { level }),
    holds: () => rejects
  },
  {
    row: "`signTest`, about the median",
    kind: "error",
    of: ({ d, law }) => signTest(shifted(d, -law.median), { level }),
    holds: () => rejects
  },
  {
    row: "`permutationTest`",
    kind: "error",
    share: 1 / 4,
    of: ({ d, seed }) => permutationTest(d, { level, resamples: 499, seed }),
    holds: () => rejects
  },
  {
    row: "`nonInferiority`, loss at the margin",
    kind: "error",
    of: ({ d }) => nonInferiority(shifted(d, -2), { margin: 2, alpha }),
    holds: () => rejects
  },
  {
    row: "`equivalence`, gain at the margin",
    kind: "error",
    of: ({ d }) => equivalence(shifted(d, 2), { margin: 2, alpha }),
    holds: () => rejects
  },
  {
    row: "`wilcoxonEquivalence`, centre at the margin",
    kind: "error",
    of: ({ d, law }) => wilcoxonEquivalence(shifted(d, 2 - law.centre), { margin: 2, alpha }),
    holds: () => rejects
  },
  { row: "`shapiroWilk`", kind: "error", only: "normal", of: ({ d }) => shapiroWilk(d), holds: () => rejects },
  {
    row: "`leveneTest`, mean",
    kind: "error",
    of: ({ d, e }) => leveneTest([d, e], { centre: "mean" }),
    holds: () => rejects
  },
  {
    row: "`leveneTest`, median",
    kind: "error",
    of: ({ d, e }) => leveneTest([d, e], { centre: "median" }),
    holds: () => rejects
  },
  { row: "`bartlettTest`", kind: "error", of: ({ d, e }) => bartlettTest([d, e]), holds: () => rejects },
  {
    row: "`wilcoxonSignedRank`, centre",
    kind: "coverage",
    of: ({ d }) => wilcoxonSignedRank(d, { level }),
    holds: ({ law }) => covers(law.centre)
  },
  {
    row: "`signTest`, median",
    kind: "coverage",
    of: ({ d }) => signTest(d, { level }),
    holds: ({ law }) => covers(law.median)
  },
  {
    row: "`permutationTest`, mean",
    kind: "coverage",
    share: 1 / 4,
    of: ({ d, seed }) => permutationTest(d, { level, resamples: 499, seed }),
    holds: () => covers(0)
  },
  {
    row: "`bcaBootstrap`, mean",
    kind: "coverage",
    share: 1 / 4,
    of: ({ d, seed }) => bcaBootstrap(d, mean, { level, resamples: 999, seed }),
    holds: () => covers(0)
  },
  {
    row: "`cohensDz`, of 0.5",
    kind: "coverage",
    share: 1 / 10,
    of: ({ d, law }) => cohensDz(shifted(d, law.sd / 2), { level }),
    holds: () => covers(0.5)
  },
  {
    row: "`cliffsDelta`, a shift of half an sd",
    kind: "coverage",
    of: ({ d, e, law }) => cliffsDelta(shifted(d, law.sd / 2), e, { level }),
    holds: ({ effect }) => covers(effect.delta)
  },
  {
    row: "`rankBiserial`, a shift of half an sd",
    kind: "coverage",
    of: ({ d, law }) => rankBiserial(shifted(d, law.sd / 2), { level }),
    holds: ({ effect, n }) => covers(effect.rank(n))
  },
  {
    row: "`fiellerRatio`, baseline of 5 sd",
    kind: "coverage",
    of: ({ d, e, law }) => fiellerRatio(shifted(d, 4 * law.sd), shifted(e, 5 * law.sd), { level }),
    holds: () => covers(0.8)
  },
  {
    row: "`timeRatio`, errors in the logarithm",
    kind: "coverage",
    of: ({ d, e }) =>
      timeRatio(
        d.map((value) => 0.8 * Math.exp(value / 10)),
        e.map((value) => Math.exp(value / 10)),
        { level }
      ),
    holds: () => covers(0.8)
  }
]

const effectsOf = new Map(
  Object.values(laws).map((law) => [law, effects(law, mersenneTwister.factory({ seed: 1 }).normalized)])
)

const simulateQuestion = ({ row, kind, only, share = 1, of, holds }, { repetitions, seed, sizes }) => {
  const times = Math.ceil(repetitions * share)
  const cell = (n, name, law) => {
    if (only !== undefined && only !== name) return { n, law: name, share: undefined }
    const random = mersenneTwister.factory({ seed: [seed, n] }).normalized
    const holding = holds({ law, n, effect: effectsOf.get(law) })
    let events = 0
    for (let time = 0; time < times; time += 1) {
      const d = Array.from({ length: n }, () => law.draw(random))
      const e = Array.from({ length: n }, () => law.draw(random))
      const outcome = of({ d, e, law, seed: time })
      if (isRefusal(outcome)) return { n, law: name, share: undefined }
      if (holding(outcome)) events += 1
    }
    return { n, law: name, share: events / times }
  }
  const cells = sizes.flatMap((n) => Object.entries(laws).map(([name, law]) => cell(n, name, law)))
  return { row, kind, nominal: kind === "error" ? alpha : level, repetitions: times, cells }
}

/**
 * Shares in which events came about, in the order of `sizes` and laws; undefined where the test refuses so few pairs or the
 * question is not one of the law.
 */
export const simulate = (options) => questions.map((question) => simulateQuestion(question, options))

const percent = ({ share }) => (share === undefined ? "–" : (100 * share).toFixed(1))

if (argv[1] === fileURLToPath(import.meta.url)) {
  const sizes = [5, 10, 30]
  const names = sizes.flatMap((n) => Object.keys(laws).map((name) => `${name} ${n}`))
  for (const [kind, title] of [
    ["error", "type-1 error, nominal 5 %"],
    ["coverage", "coverage, nominal 95 %"]
  ]) {
    console.log(`\n| ${title} | ${names.join(" | ")} |\n| --- |${" ---: |".repeat(names.length)}`)
    for (const question of questions) {
      if (question.kind !== kind || !question.row.includes(argv[2] ?? "")) continue
      const { cells } = simulateQuestion(question, { repetitions: 4000, seed: 1, sizes })
      console.log(`| ${question.row} | ${cells.map(percent).join(" | ")} |`)
    }
  }
}
