import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { ReportInput } from "../src/reportInput.ts"
import { reportModel } from "../src/reportModel.ts"
import { reportFixture } from "./reportFixture.ts"

const fixture = reportFixture()
const [first] = fixture.comparison.comparisons

const disagreeing: ReadonlyArray<readonly [what: string, input: ReportInput, message: RegExp]> = [
  ["a run is missing", { ...fixture, runs: fixture.runs.slice(1) }, /seed 1 of resnet-20 baseline/],
  [
    "a comparison names an arm that is not listed",
    { ...fixture, comparison: { ...fixture.comparison, comparisons: [{ ...first!, variant: "pruned" }] } },
    /resnet-20 pruned with baseline/
  ],
  [
    "a comparison names a control that is not listed",
    { ...fixture, comparison: { ...fixture.comparison, comparisons: [{ ...first!, control: "deeper" }] } },
    /restricted with deeper/
  ],
  [
    "an arm has no seed",
    {
      ...fixture,
      comparison: {
        ...fixture.comparison,
        arms: fixture.comparison.arms.map((arm) => (arm.variant === "restricted" ? { ...arm, seeds: [] } : arm))
      }
    },
    /lists resnet-20 restricted without a seed/
  ],
  ["no arm is listed", { ...fixture, comparison: { ...fixture.comparison, arms: [] } }, /entropy bound lists no arm/],
  [
    "bound and profile are of different datasets",
    { ...fixture, estimate: { ...fixture.estimate, dataset: "cifar-10" } },
    /dataset cifar-10 and the entropy profile of mnist/
  ]
]

describe("reportModel", () => {
  it.effect.each(disagreeing)("says in one line when %s", ([, input, message]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(reportModel(input))
      assert.strictEqual(error.reason, "InputsDisagree")
      assert.match(error.message, message)
      assert.notInclude(error.message, "\n")
    })
  )

  it.effect("orders the runs as the arms and their seeds are, and leaves out runs of no arm", () =>
    Effect.gen(function* () {
      const stray = { ...fixture.runs[0]!, cell: { ...fixture.runs[0]!.cell, seed: 99 } }
      const model = yield* reportModel({ ...fixture, runs: [stray, ...fixture.runs.toReversed()] })
      assert.deepStrictEqual(model.runs, fixture.runs)
    })
  )
})
