import { Comparison, type ComparisonPlan } from "@ebcle/core"
import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { compare } from "../src/compare.ts"
import { runRecord } from "./fixtures.ts"

const plan: ComparisonPlan = { control: "baseline", margin: 0.005, alpha: 0.05 }

/** Runs of one variant, one a seed from 1; the control has accuracy 0.98 and takes 100 s. */
const arm = (variant: string, runs: ReadonlyArray<readonly [accuracy: number, seconds: number]>) =>
  runs.map(([accuracy, seconds], i) => runRecord({ study: "s", model: "net", variant, seed: i + 1 }, accuracy, seconds))

/** The plan of so many seeds of a model in its control and some variants. */
const paramsOf = (seeds: number, variants: ReadonlyArray<string>, models: ReadonlyArray<string> = ["net"]) => ({
  name: "s",
  study: "title",
  plan,
  planned: {
    models: Object.fromEntries(models.map((model) => [model, "resnet8"])),
    variants: Object.fromEntries(["baseline", ...variants].map((name) => [name, { transform: "baseline" as const }])),
    seeds: Array.from({ length: seeds }, (_, i) => i + 1)
  }
})

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
  return compare(paramsOf(differences.length, ["cut"]), [...variant, ...control])
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
      "one-sided paired t test against a loss of 0.5 points, t(5) = 7.20"
    )
    assert.match(
      result.sentence,
      /^ResNet-8 \(cut\) is not worse than ResNet-8 \(baseline\) by more than 0\.5 points of test accuracy \(difference \+0\.05 points, 95 % interval \[−0\.15, \+0\.25\], p < 0\.001, n = 6 seeds\) and trains in 50 % less time \[\d+, \d+\]\.$/
    )
  })

  it("does not show it where the loss may be beyond the margin, and says so with a minus sign", () => {
    const result = only(against([-0.004, -0.009, -0.002, -0.006, -0.008, -0.003], ratios))
    assert.strictEqual(result.nonInferiority.verdict, "not shown")
    // Mean -0.0053333, sd 0.0028048: t = -0.0003333 / (0.0028048 / √6).
    assert.strictEqual(
      result.nonInferiority.reason,
      "one-sided paired t test against a loss of 0.5 points, t(5) = −0.29"
    )
    assert.match(
      result.sentence,
      /was not shown to stay within 0\.5 points of the test accuracy of .+ \(difference −0\.53 points, 95 % interval \[−0\.83, −0\.24\], p = 0\.609, n = 6 seeds; a loss is likely, whether it is beyond the margin is open\); it trains in 50 % less time/
    )
  })

  it("refuses fewer seeds than can show it, and says how many are needed", () => {
    const comparison = against([0.001, 0.002, 0, 0.001, -0.001], ratios)
    const { nonInferiority, sentence } = only(comparison)
    assert.strictEqual(nonInferiority.verdict, "refused")
    assert.strictEqual(nonInferiority.seedsNeeded, 6)
    assert.isNull(nonInferiority.lowerBound)
    assert.isNull(nonInferiority.pValue)
    assert.match(
      sentence,
      /^No verdict on .+: 5 seeds are too few for one, 6 are needed \(difference \+0\.06 points, 95 % interval \[/
    )
    assert.strictEqual(
      comparison.verdict,
      "No verdict on the test accuracy of ResNet-8 (cut) against ResNet-8 (baseline): 5 seeds are too few for one, 6 are needed (difference +0.06 points, 95 % interval [−0.08, +0.20], n = 5 seeds); it trains in 50 % less time [48, 52]. Nothing is shown about its accuracy, either way. Other data, recipes and machines were not tried."
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
      /: 1 seed is too few for one, 6 are needed \(difference \+0\.10 points, n = 1 seed\); it trains in 50 % less time, by this one seed\.$/
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

  it("claims no difference of time where the interval holds both less and more", () => {
    const { sentence } = only(against([0, 0.001, 0, 0.001, 0, 0.001], [0.5, 1.1, 0.8, 1.2, 0.7, 0.9]))
    assert.match(
      sentence,
      /n = 6 seeds\); its training time does not clearly differ \(1\d % less, from 4\d % less to 1\d % more\)\.$/
    )
  })

  it("can be written down where nothing differs", () => {
    const zeros = [0, 0, 0, 0, 0, 0]
    const comparison = against(
      zeros,
      zeros.map(() => 1)
    )
    assert.match(only(comparison).sentence, /difference 0\.00 points, 95 % interval \[0\.00, 0\.00\]/)
    assert.match(only(comparison).sentence, / and trains in the same time\.$/)
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
    const forwards = compare(paramsOf(2, ["cut"]), runs)
    const backwards = compare(paramsOf(2, ["cut"]), runs.toReversed())
    assert.deepStrictEqual(only(forwards).seeds, [1, 2])
    assert.deepStrictEqual(backwards.comparisons, forwards.comparisons)
    assert.closeTo(only(forwards).differences[1]!, 0.03, 1e-12)
  })

  it("compares within each model, and the control with nothing", () => {
    const of = (model: string, variant: string) => runRecord({ study: "s", model, variant, seed: 1 }, 0.9, 1)
    const { arms, comparisons, verdict } = compare(paramsOf(1, ["cut"], ["a", "b"]), [
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
    assert.match(
      verdict,
      /^No verdict on .+ 1 seed is too few .+ No verdict on .+\. Without a verdict nothing is shown about accuracy/
    )
    const alone = compare(paramsOf(1, [], ["a"]), [of("a", "baseline")])
    assert.strictEqual(
      alone.verdict,
      "Nothing was compared: no variant stands beside its control. Other data, recipes and machines were not tried."
    )
    const sweep = compare(paramsOf(1, [], ["a", "b"]), [of("a", "baseline"), of("b", "baseline")])
    assert.match(
      sweep.verdict,
      /^Mean test accuracy goes from 90\.00 % .+, over 1 seed each\. Whether these means differ by more than chance was not tested\. Nothing was compared/
    )
  })

  it("judges all comparisons of a study together, by Holm's procedure", () => {
    // t(5) = 2.19 by itself: p = 0.040, twice that is too much.
    const borderline = [-0.004, -0.001, -0.003, 0.001, -0.0045, -0.0055]
    const seeds = borderline.length
    const control = arm(
      "baseline",
      Array.from({ length: seeds }, () => [0.98, 100])
    )
    const cut = (name: string) =>
      arm(
        name,
        borderline.map((difference) => [0.98 + difference, 50])
      )
    const alone = only(compare(paramsOf(seeds, ["cut"]), [...control, ...cut("cut")])).nonInferiority
    assert.strictEqual(alone.verdict, "non-inferior")
    assert.strictEqual(alone.adjustedPValue, alone.pValue)
    for (const runs of [
      [...control, ...cut("cut"), ...cut("more")],
      [...control, ...cut("cut")]
    ]) {
      const [first] = compare(paramsOf(seeds, ["cut", "more"]), runs).comparisons
      assert.closeTo(first!.nonInferiority.adjustedPValue!, 2 * alone.pValue!, 1e-12)
      assert.strictEqual(first!.nonInferiority.verdict, "not shown")
      assert.include(first!.sentence, "tested alone it would be shown, as one of several it is not")
    }
  })

  it("compares the seeds that both arms have, and names the trainings that are missing", () => {
    const control = arm(
      "baseline",
      [1, 2, 3, 4, 5, 6, 7].map(() => [0.98, 100])
    )
    const cut = arm(
      "cut",
      [1, 2, 3, 4, 5, 6, 7].map((seed) => [0.98 + 0.0001 * seed, 50])
    )
    const { comparisons, missing, verdict } = compare(paramsOf(8, ["cut"]), [...control.slice(1), ...cut])
    assert.deepStrictEqual(comparisons[0]!.seeds, [2, 3, 4, 5, 6, 7])
    assert.deepStrictEqual(
      missing.map(({ seed, variant }) => [variant, seed]),
      [
        ["baseline", 1],
        ["baseline", 8],
        ["cut", 8]
      ]
    )
    assert.include(verdict, "Only 13 of the 16 planned trainings are counted.")
  })

  it("says how many seeds, or which margin, would have done", () => {
    const { outlook } = only(against([-0.004, -0.009, -0.002, -0.006, -0.008, -0.003], ratios))
    // sd 0.0028048 against a margin of 0.005: by the noncentral t.
    assert.strictEqual(outlook!.seeds, 6)
    assert.isBelow(outlook!.margin, 0.005)
    assert.isNull(only(against([0, 0, 0, 0, 0, 0], ratios)).outlook)
    assert.isNull(only(against([0.001, 0.002], [1, 1])).outlook)
  })

  it("says how likely a loss beyond the margin is", () => {
    const { posterior } = only(against([-0.004, -0.009, -0.002, -0.006, -0.008, -0.003], ratios))
    // Student's t with 5 degrees of freedom at (0.0053333 - 0.005) / 0.0011450 = 0.29.
    assert.closeTo(posterior!.worse, 0.609, 1e-3)
    assert.closeTo(posterior!.worse + posterior!.within + posterior!.better, 1, 1e-12)
    assert.isNull(only(against([0.001], [0.5])).posterior)
  })

  it("ranks the variants of several models within each model and seed", () => {
    const of = (model: string, variant: string, gain: number) =>
      [1, 2, 3, 4, 5, 6].map((seed) => runRecord({ study: "s", model, variant, seed }, 0.9 + gain + seed / 1e4, 1))
    const both = ["a", "b"].flatMap((model) => [
      ...of(model, "baseline", 0.01),
      ...of(model, "cut", 0),
      ...of(model, "wide", 0.02)
    ])
    const { ranking } = compare(paramsOf(6, ["cut", "wide"], ["a", "b"]), both)
    assert.strictEqual(ranking!.blocks, 12)
    assert.deepStrictEqual(ranking!.ranks, [
      { variant: "baseline", meanRank: 2 },
      { variant: "cut", meanRank: 3 },
      { variant: "wide", meanRank: 1 }
    ])
    // z of 0.05 / 4 two-sided, times √(3 · 4 / (6 · 12)).
    assert.closeTo(ranking!.criticalDifference, 2.2414027276 * Math.sqrt(1 / 6), 1e-9)
    assert.isNull(compare(paramsOf(6, ["cut", "wide"], ["a"]), both.slice(0, 18)).ranking)
  })

  it("says of many comparisons that none can be judged, and by how much they differ", () => {
    const variants = ["a", "b", "c", "d"]
    const runs = ["baseline", ...variants].flatMap((variant, v) => [
      runRecord({ study: "s", model: "net", variant, seed: 1 }, 0.98 - 0.001 * v, 100)
    ])
    assert.match(
      compare(paramsOf(1, variants), runs).verdict,
      /^Of 4 variants, .+ on 1 seed, none can be judged \(6 seeds are needed\); their differences go from −0\.40 to −0\.10 points\. Without a verdict/
    )
  })

  it("counts the comparisons of a large study instead of telling each", () => {
    const models = ["a", "b", "c", "d"]
    const runs = models.flatMap((model, m) =>
      [0.001, -0.001, 0.002, 0, 0.001, -0.001].flatMap((difference, i) => [
        runRecord({ study: "s", model, variant: "baseline", seed: i + 1 }, 0.98, 100),
        runRecord({ study: "s", model, variant: "cut", seed: i + 1 }, 0.98 + difference - (m === 3 ? 0.01 : 0), 60 - m)
      ])
    )
    const { verdict } = compare(paramsOf(6, ["cut"], models), runs)
    assert.match(
      verdict,
      /^Of 4 variants, each compared with its control on 6 seeds, 3 are not worse by more than 0\.5 points of test accuracy, 1 was not shown to be within 0\.5 points of test accuracy; their differences go from −0\.97 to \+0\.03 points\. In at most 5 % of such studies is any variant called “not worse” wrongly\. Of those that are not worse, the one that saves the most time is ResNet-8 \(cut\) against ResNet-8 \(baseline\): difference \+0\.03 points, 95 % interval \[.+\], trained in 42 % less time \[42, 42\]\. Picked as the largest of several, .+ “Not worse” allows for a loss .+ “Not shown” does not mean /
    )
  })
})
