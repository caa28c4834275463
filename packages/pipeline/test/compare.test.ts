import { Comparison, type ComparisonPlan } from "@ebcle/core"
import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { compare } from "../src/compareStage.ts"
import { runRecord } from "./fixtures.ts"

const plan: ComparisonPlan = { control: "baseline", margin: 0.005, alpha: 0.05 }

/** Runs of one variant, one a seed from 1; the control has accuracy 0.98 and takes 100 s. */
const arm = (variant: string, runs: ReadonlyArray<readonly [accuracy: number, seconds: number]>) =>
  runs.map(([accuracy, seconds], i) => runRecord({ study: "s", model: "net", variant, seed: i + 1 }, accuracy, seconds))

/** Compares accuracies 0.98 + difference, in times of 100 s · ratio, with the control. */
const against = (differences: ReadonlyArray<number>, ratios: ReadonlyArray<number>) => {
  const control = arm(
    "baseline",
    differences.map(() => [0.98, 100])
  )
  const variant = arm(
    "cut",
    differences.map((difference, i) => [0.98 + difference, 100 * ratios[i]!])
  )
  return compare({ study: "title", plan }, [...variant, ...control])
}

const only = ({ comparisons }: Comparison) => {
  assert.lengthOf(comparisons, 1)
  return comparisons[0]!
}

const ratios = [0.5, 0.52, 0.48, 0.5, 0.51, 0.49]

describe("compare", () => {
  it("finds a variant non-inferior whose loss is surely within the margin", () => {
    // Mean 0.0005, sd 0.001871, standard error 0.000764: lower bound 0.0005 - 2.015 · 0.000764, t = 0.0055 / 0.000764.
    const result = only(against([0.002, -0.001, 0.003, 0, 0.001, -0.002], ratios))
    assert.strictEqual(result.nonInferiority.verdict, "non-inferior")
    assert.closeTo(result.accuracyDifference.estimate, 0.0005, 1e-12)
    assert.closeTo(result.nonInferiority.lowerBound!, -0.00104, 1e-5)
    assert.strictEqual(
      result.nonInferiority.reason,
      "one-sided paired t test against a loss of 0.50 points, t(5) = 7.20"
    )
    assert.match(
      result.sentence,
      /^net cut \(ResNet-8\) is not worse than net baseline \(ResNet-8\) by more than 0\.50 points of test accuracy \(difference \+0\.05 points \[−0\.15, \+0\.25\], p < 0\.001, n = 6 seeds\) and trains in 50 % less time \[\d+, \d+\]\.$/
    )
  })

  it("does not show it where the loss may be beyond the margin, and says so with a minus sign", () => {
    const result = only(against([-0.004, -0.009, -0.002, -0.006, -0.008, -0.003], ratios))
    assert.strictEqual(result.nonInferiority.verdict, "not shown")
    // Mean -0.0053333, sd 0.0028048: t = -0.0003333 / (0.0028048 / √6).
    assert.strictEqual(
      result.nonInferiority.reason,
      "one-sided paired t test against a loss of 0.50 points, t(5) = −0.29"
    )
    assert.match(
      result.sentence,
      /was not shown to stay within 0\.50 points of the test accuracy of .+ \(difference −0\.53 points \[−0\.83, −0\.24\], p = 0\.609, n = 6 seeds\); it trains in 50 % less time/
    )
  })

  it("refuses fewer seeds than can show it, and says how many are needed", () => {
    const comparison = against([0.001, 0.002, 0, 0.001, -0.001], ratios)
    const { nonInferiority, sentence } = only(comparison)
    assert.strictEqual(nonInferiority.verdict, "refused")
    assert.strictEqual(nonInferiority.seedsNeeded, 6)
    assert.isNull(nonInferiority.lowerBound)
    assert.isNull(nonInferiority.pValue)
    assert.match(sentence, /^No verdict on .+: n = 5 seeds cannot show it, 6 are needed \(difference \+0\.06 points \[/)
    assert.strictEqual(
      comparison.verdict,
      "With 5 seeds and a margin of 0.50 points of test accuracy, against net: cut (ResNet-8) cannot be judged (6 seeds are needed, +0.06 points [−0.08, +0.20]) and trains in 50 % less time [48, 52]."
    )
  })

  it("gives a single seed no interval", () => {
    const result = only(against([0.001], [0.5]))
    assert.deepStrictEqual(result.accuracyDifference, {
      estimate: result.differences[0]!,
      lower: null,
      upper: null
    })
    assert.isNull(result.accuracyDifferenceSd)
    assert.deepStrictEqual(result.timeRatio, { estimate: 0.5, lower: null, upper: null })
    assert.match(
      result.sentence,
      /: n = 1 seed cannot show it, 6 are needed \(difference \+0\.10 points\); it trains in 50 % less time\.$/
    )
  })

  it("says more time where it is more", () => {
    const { sentence, timeRatio } = only(
      against(
        [0, 0.001, 0, 0.001, 0, 0.001],
        ratios.map((ratio) => 3 * ratio)
      )
    )
    assert.closeTo(timeRatio.estimate, 1.4997, 1e-3)
    assert.match(sentence, / and trains in 50 % more time \[4\d, 5\d\]\.$/)
  })

  it("can be written down where nothing differs", () => {
    const zeros = [0, 0, 0, 0, 0, 0]
    const comparison = against(
      zeros,
      zeros.map(() => 1)
    )
    assert.match(only(comparison).sentence, /difference 0\.00 points \[0\.00, 0\.00\]/)
    assert.match(only(comparison).sentence, / 0 % less time \[0, 0\]\.$/)
    assert.deepStrictEqual(Schema.decodeUnknownSync(Comparison)(JSON.parse(JSON.stringify(comparison))), comparison)
  })

  it("pairs by seed, in whatever order the runs come", () => {
    const runs = [
      ...arm("baseline", [
        [0.9, 1],
        [0.8, 2]
      ]),
      ...arm("cut", [
        [0.91, 1],
        [0.83, 2]
      ])
    ]
    const forwards = compare({ study: "title", plan }, runs)
    const backwards = compare({ study: "title", plan }, runs.toReversed())
    assert.deepStrictEqual(only(forwards).seeds, [1, 2])
    assert.deepStrictEqual(backwards.comparisons, forwards.comparisons)
    assert.closeTo(only(forwards).differences[1]!, 0.03, 1e-12)
  })

  it("compares within each model, and the control with nothing", () => {
    const of = (model: string, variant: string) => runRecord({ study: "s", model, variant, seed: 1 }, 0.9, 1)
    const { arms, comparisons, verdict } = compare({ study: "title", plan }, [
      of("a", "baseline"),
      of("a", "cut"),
      of("b", "baseline"),
      of("b", "cut")
    ])
    assert.lengthOf(arms, 4)
    assert.deepStrictEqual(
      comparisons.map(({ control, model, variant }) => [model, variant, control]),
      [
        ["a", "cut", "baseline"],
        ["b", "cut", "baseline"]
      ]
    )
    assert.match(verdict, /^With 1 seed and .+, against a: cut .+; against b: cut .+\.$/)
    const alone = compare({ study: "title", plan }, [of("a", "baseline")])
    assert.strictEqual(alone.verdict, "Nothing was compared: the study has no variant besides its control.")
  })
})
