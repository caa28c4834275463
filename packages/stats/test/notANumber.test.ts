import fc from "fast-check"
import { expect, it } from "vitest"
import { almostStochasticOrder } from "../src/almostStochasticOrder.ts"
import { bartlettTest } from "../src/bartlettTest.ts"
import { bayesianCorrelatedT } from "../src/bayesianCorrelatedT.ts"
import { bayesianSignedRank } from "../src/bayesianSignedRank.ts"
import { bcaBootstrap } from "../src/bcaBootstrap.ts"
import { cohensDz } from "../src/cohensDz.ts"
import { compareWithControl } from "../src/compareWithControl.ts"
import { equivalence } from "../src/equivalence.ts"
import { fiellerRatio } from "../src/fiellerRatio.ts"
import { friedman } from "../src/friedman.ts"
import { leveneTest } from "../src/leveneTest.ts"
import { nemenyi } from "../src/nemenyi.ts"
import { nonInferiority } from "../src/nonInferiority.ts"
import { pairedT } from "../src/pairedT.ts"
import { permutationTest } from "../src/permutationTest.ts"
import { rankBiserial } from "../src/rankBiserial.ts"
import { repeatedMeasuresAnova } from "../src/repeatedMeasuresAnova.ts"
import { sequentialPairedT } from "../src/sequentialT.ts"
import { shapiroWilk } from "../src/shapiroWilk.ts"
import { signTest } from "../src/signTest.ts"
import { summary } from "../src/summary.ts"
import { timeRatio } from "../src/timeRatio.ts"
import { varghaDelaneyA } from "../src/varghaDelaneyA.ts"
import { wilcoxonEquivalence } from "../src/wilcoxonEquivalence.ts"
import { wilcoxonSignedRank } from "../src/wilcoxonSignedRank.ts"

const numbersIn = (value: unknown): Array<number> => {
  if (typeof value === "number") return [value]
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : []
}

const wild = fc.double({ noNaN: true, min: -1e300, max: 1e300 })
const tame = fc.integer({ min: -2, max: 2 })
const sample = fc.oneof(
  fc.array(wild, { minLength: 1, maxLength: 12 }),
  fc.array(tame, { minLength: 1, maxLength: 12 })
)

it("no result holds NaN, from the smallest to the largest of finite numbers", () => {
  fc.assert(
    fc.property(sample, fc.constantFrom(5e-324, 1e-9, 1, 1e300), (values, margin) => {
      const times = values.map((value) => Math.max(Math.abs(value), 5e-324))
      const results = [
        summary(values),
        pairedT(values, { level: 0.95 }),
        wilcoxonSignedRank(values, { level: 0.95 }),
        nonInferiority(values, { margin, alpha: 0.05 }),
        timeRatio(times, times.toReversed(), { level: 0.95 }),
        fiellerRatio(times, times.toReversed(), { level: 0.95 }),
        signTest(values, { level: 0.95 }),
        wilcoxonSignedRank(values, { level: 0.95, zeros: "pratt" }),
        permutationTest(values, { level: 0.95, resamples: 99, seed: 1 }),
        cohensDz(values, { level: 0.95 }),
        rankBiserial(values, { level: 0.95 }),
        varghaDelaneyA(values, times, { level: 0.95 }),
        equivalence(values, { margin, alpha: 0.05 }),
        wilcoxonEquivalence(values, { margin, alpha: 0.05 }),
        bayesianCorrelatedT(values, { rope: margin, correlation: 0.1, level: 0.95 }),
        bayesianSignedRank(values, { rope: margin, draws: 100, seed: 1 }),
        bcaBootstrap(values, (sample) => summary(sample).mean, { level: 0.95, resamples: 100, seed: 1 }),
        shapiroWilk(values),
        leveneTest([values, times], { centre: "median" }),
        bartlettTest([values, times])
      ]
      for (const result of results) expect(numbersIn(result).some(Number.isNaN), JSON.stringify(result)).toBe(false)
    }),
    { seed: 4, numRuns: 500 }
  )
})

const block = fc.oneof(fc.tuple(wild, wild, wild), fc.tuple(tame, tame, tame))

it("nor does one of several arms, or of a study that grows", () => {
  fc.assert(
    fc.property(fc.array(block, { minLength: 2, maxLength: 6 }), (scores) => {
      const [a, b] = [scores.map((row) => row[0]), scores.map((row) => row[1])]
      const results = [
        friedman(scores, { alpha: 0.2 }),
        repeatedMeasuresAnova(scores, { level: 0.95 }),
        nemenyi(scores, { alpha: 0.2 }),
        compareWithControl(scores, { control: 0, procedure: "holm", alpha: 0.2 }),
        almostStochasticOrder(a, b, { threshold: 0.5, alpha: 0.2, resamples: 20, seed: 1 }),
        sequentialPairedT(a, { looks: [2, 4, 6], alpha: 0.05 })
      ]
      for (const result of results) expect(numbersIn(result).some(Number.isNaN), JSON.stringify(result)).toBe(false)
    }),
    { seed: 5, numRuns: 60 }
  )
})
