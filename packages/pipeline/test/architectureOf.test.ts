import type { DatasetHeader } from "@ebcle/core"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { architectureOf } from "../src/architectureOf.ts"
import { namedStudy } from "./fixtures.ts"

const named = namedStudy("mnist-resnet")
const header: DatasetHeader = {
  name: "mnist",
  shape: [28, 28, 1],
  classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
  splits: { train: { file: "train.arrow", count: 60_000 }, test: { file: "test.arrow", count: 10_000 } },
  sources: [],
  licence: "",
  citation: ""
}
const blocks = (bound: number) => ({ bound, unit: "blocks" }) as const
const cell = { study: "mnist-resnet", model: "resnet20", variant: "baseline", seed: 1 }

describe("architectureOf", () => {
  it.effect("is the baseline, or what the variant makes of it", () =>
    Effect.gen(function* () {
      const baseline = yield* architectureOf(named, cell, header, blocks(2))
      assert.deepStrictEqual(
        baseline.stages.map(({ blocks }) => blocks.length),
        [3, 3, 3]
      )
      const restricted = yield* architectureOf(named, { ...cell, variant: "restricted" }, header, blocks(4))
      assert.deepStrictEqual(
        restricted.stages.map(({ blocks }) => blocks.length),
        [2, 1, 1]
      )
    })
  )

  it.effect("spends a budget of time by what a step takes", () =>
    Effect.gen(function* () {
      const variants = { timed: { transform: "restricted", budget: { time: 1 } } } as const
      const timed = { ...named, study: { ...named.study, variants } }
      // As if nothing but the width mattered.
      const network = yield* architectureOf(
        timed,
        { ...cell, variant: "timed" },
        header,
        blocks(4),
        ({ width }) => width / 20 + 1e-9
      )
      assert.strictEqual(network.width, 16)
      assert.match(network.trace[1]!, /ms a step by the cost model/)
    })
  )

  it.effect("names the key of a depth that the family does not have, and the nearest that it has", () =>
    Effect.gen(function* () {
      const study = { ...named.study, models: { resnet20: "resnet21" } } as const
      const error = yield* Effect.flip(architectureOf({ ...named, study }, cell, header, blocks(2)))
      assert.strictEqual(error._tag, "PipelineError")
      assert.strictEqual(error.reason, "ModelInvalid")
      assert.strictEqual(
        error.message,
        'configs/mnist-resnet.study.json: key "models.resnet20": a resnet has 6n + 2 layers, not 21: the nearest are 20 and 26.'
      )
    })
  )

  it.effect("says that images are too small", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(architectureOf(named, cell, { ...header, shape: [1, 1, 1] }, blocks(2)))
      assert.strictEqual(error.reason, "ModelInvalid")
      assert.match(error.message, /^configs\/mnist-resnet\.study\.json: key "models\.resnet20": .+\.$/)
    })
  )
})
