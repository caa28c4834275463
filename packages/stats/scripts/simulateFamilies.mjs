// How often rules for several arms and for early stopping make any false claim, by seeded simulation:
// `node packages/stats/scripts/simulateFamilies.mjs` after `npx tsc -b`. It prints the tables of the README, in a few
// minutes.

import { argv } from "node:process"
import { fileURLToPath } from "node:url"
import {
  adjustPValues,
  almostStochasticOrder,
  compareWithControl,
  friedman,
  isRefusal,
  nemenyi,
  pairedT,
  repeatedMeasuresAnova,
  sequentialBounds
} from "@ebcle/stats"
import mersenneTwister from "@stdlib/random-base-mt19937"
import { laws, normal } from "./laws.mjs"

const alpha = 0.05
const arms = 4

const times = (count, make) => Array.from({ length: count }, (_, index) => make(index))

/** Equal arms on blocks that differ; `spread` is the factor by which the last arm varies more than the others. */
const equalArms = (draw, random, n, spread = 1) =>
  times(n, () => {
    const block = 3 * normal(random)
    return times(arms, (arm) => block + draw(random) * (arm === arms - 1 ? spread : 1))
  })

const claims = (pValue) => pValue <= alpha
const any = (comparisons) => comparisons.some(({ pValue }) => claims(pValue))

/** Each arm against the first, by paired t. */
const againstFirst = (scores) =>
  times(arms - 1, (arm) => {
    const t = pairedT(
      scores.map((block) => block[arm + 1] - block[0]),
      { level: 1 - alpha }
    )
    return t.pValue
  })

const byControl = (procedure) => (scores) => compareWithControl(scores, { control: 0, procedure, alpha })

const oneArmVaries = "one arm varies 4 times as much"

/** What is done with equal arms, and which of its outcomes are false claims. */
const rules = [
  {
    run: (scores) => friedman(scores, { alpha }),
    claims: {
      "Friedman, F": ({ pValue }) => claims(pValue),
      "Friedman, χ²": ({ chiSquared }) => claims(chiSquared.pValue)
    }
  },
  {
    run: (scores) => repeatedMeasuresAnova(scores, { level: 1 - alpha }),
    claims: {
      ANOVA: ({ pValue }) => claims(pValue),
      "ANOVA without epsilon": ({ uncorrected }) => claims(uncorrected)
    }
  },
  {
    run: (scores) => repeatedMeasuresAnova(scores, { level: 1 - alpha }),
    spread: 4,
    claims: {
      [`ANOVA, ${oneArmVaries}`]: ({ pValue }) => claims(pValue),
      [`ANOVA without epsilon, ${oneArmVaries}`]: ({ uncorrected }) => claims(uncorrected)
    }
  },
  {
    run: (scores) => nemenyi(scores, { alpha }),
    claims: { "Nemenyi, any pair": ({ comparisons }) => any(comparisons) }
  },
  {
    run: byControl("bonferroni"),
    claims: { "control by ranks, Bonferroni-Dunn or Holm": ({ comparisons }) => any(comparisons) }
  },
  { run: byControl("hochberg"), claims: { "control by ranks, Hochberg": ({ comparisons }) => any(comparisons) } },
  {
    run: (scores) => ({ name: "paired t", pValues: againstFirst(scores) }),
    claims: {
      "control by paired t, unadjusted": ({ pValues }) => pValues.some(claims),
      "control by paired t, Holm": ({ pValues }) => adjustPValues(pValues, "holm").some(claims),
      "control by paired t, Hochberg": ({ pValues }) => adjustPValues(pValues, "hochberg").some(claims),
      "control by paired t, Benjamini-Hochberg": ({ pValues }) =>
        adjustPValues(pValues, "benjamini-hochberg").some(claims)
    }
  },
  {
    // A bootstrap within a simulation: fewer repetitions.
    share: 0.25,
    independent: true,
    run: (scores, seed) => {
      const [a, b] = [0, 1].map((arm) => scores.map((block) => block[arm]))
      return almostStochasticOrder(a, b, { threshold: 0.5, alpha, resamples: 200, seed })
    },
    claims: {
      "almost stochastic order, threshold 0.5": ({ upperBound }) => upperBound < 0.5,
      "almost stochastic order, threshold 0.2": ({ upperBound }) => upperBound < 0.2
    }
  }
]

/** Counts of the studies of equal arms in which a rule claims any difference; undefined where it is refused. */
const falseClaims = (rule, draw, random, n, repetitions) => {
  const counts = Object.values(rule.claims).map(() => 0)
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const scores = rule.independent
      ? times(n, () => times(arms, () => draw(random)))
      : equalArms(draw, random, n, rule.spread)
    const outcome = rule.run(scores, repetition)
    if (isRefusal(outcome)) return undefined
    Object.values(rule.claims).forEach((isFalse, index) => {
      if (isFalse(outcome)) counts[index] += 1
    })
  }
  return counts
}

/** Every rule for several arms, at each size, under each law; the same seed gives the same shares. */
export const simulateFamilies = ({ repetitions, seed, sizes }) =>
  rules.flatMap((rule) => {
    const count = Math.ceil(repetitions * (rule.share ?? 1))
    const cells = sizes.flatMap((n) =>
      Object.entries(laws).map(([law, { draw }]) => {
        const random = mersenneTwister.factory({ seed }).normalized
        return { n, law, counts: falseClaims(rule, draw, random, n, count) }
      })
    )
    return Object.keys(rule.claims).map((name, index) => ({
      rule: name,
      repetitions: count,
      cells: cells.map(({ counts, law, n }) => ({ n, law, share: counts && counts[index] / count }))
    }))
  })

const looks = [5, 10, 15, 20, 30]

/** P of t, two-sided or for a mean above 0. */
const oneLook = (differences, sides) => {
  const { pValue, statistic } = pairedT(differences, { level: 1 - alpha })
  if (sides === 2) return pValue
  return statistic > 0 ? pValue / 2 : 1 - pValue / 2
}

/** Studies without any difference, looked at while they grow: how often t claims one, by now at each look. */
const stoppedByLook = (nominals, sides, draw, random, repetitions) => {
  const stopped = looks.map(() => 0)
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const differences = times(looks.at(-1), () => draw(random))
    const at = looks.findIndex((n, look) => oneLook(differences.slice(0, n), sides) <= nominals[look])
    stopped.forEach((_, look) => {
      if (at >= 0 && at <= look) stopped[look] += 1
    })
  }
  return stopped.map((count) => count / repetitions)
}

/** The sequential rule and looking without one, two-sided and one-sided: shares that have stopped falsely, by look. */
export const simulateLooks = ({ repetitions, seed }) =>
  [2, 1].flatMap((sides) => {
    const kinds = {
      "sequential bounds": sequentialBounds({ looks, alpha }, sides).map(({ nominal }) => nominal),
      "p <= 0.05 at every look": looks.map(() => alpha)
    }
    return Object.entries(kinds).map(([kind, nominals]) => ({
      rule: `${kind}, ${sides === 2 ? "two-sided" : "one-sided"}`,
      repetitions,
      cells: Object.entries(laws).flatMap(([law, { draw }]) => {
        const random = mersenneTwister.factory({ seed }).normalized
        return stoppedByLook(nominals, sides, draw, random, repetitions).map((share, look) => ({
          n: looks[look],
          law,
          share
        }))
      })
    }))
  })

const percent = (share) => (share === undefined ? "–" : (100 * share).toFixed(1))

const table = (rows, sizes) => {
  const columns = sizes.flatMap((n) => Object.keys(laws).map((law) => [n, law]))
  const shareAt = (cells, [n, law]) => cells.find((cell) => cell.n === n && cell.law === law).share
  const line = (cells) => `| ${cells.join(" | ")} |`
  return [
    line(["rule", ...columns.map(([n, law]) => `${n} ${law}`)]),
    line(["---", ...columns.map(() => "---:")]),
    ...rows.map(({ cells, rule }) => line([rule, ...columns.map((column) => percent(shareAt(cells, column)))]))
  ].join("\n")
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const sizes = [5, 10, 30]
  console.log(table(simulateFamilies({ repetitions: 2000, seed: 1, sizes }), sizes))
  console.log()
  console.log(table(simulateLooks({ repetitions: 20000, seed: 2 }), looks))
}
