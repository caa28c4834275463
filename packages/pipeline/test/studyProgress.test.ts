import type { Cell } from "@ebcle/core"
import { assert, describe, it } from "@effect/vitest"
import { cellName } from "../src/cells.ts"
import { mostInformativeFirst } from "../src/mostInformativeFirst.ts"
import { expectedSeconds, secondsLeft } from "../src/studyProgress.ts"
import { architecture, namedStudy, runRecord } from "./fixtures.ts"

const cell = (variant: string, seed: number): Cell => ({ study: "s", model: "m", variant, seed })
/** `runRecord` adds a second to the time of training. */
const done = [runRecord(cell("baseline", 1), 0.9, 9), runRecord(cell("baseline", 2), 0.9, 19)]
const { macs } = architecture

describe("the time that a study will take", () => {
  it("is the mean of an arm where it was measured", () => {
    assert.strictEqual(expectedSeconds(done, { cell: cell("baseline", 3), macs: 1 }), 15)
  })

  it("is in proportion to multiply-adds where only others were", () => {
    assert.approximately(expectedSeconds(done, { cell: cell("wide", 1), macs: 2 * macs })!, 30, 1e-9)
  })

  it("is not guessed before anything was measured", () => {
    const left = [{ cell: cell("baseline", 3), macs }]
    assert.isUndefined(secondsLeft({ done: [], left }))
    assert.strictEqual(secondsLeft({ done, left: [...left, ...left] }), 30)
    assert.strictEqual(secondsLeft({ done, left: [] }), 0)
  })
})

describe("the most informative cells", () => {
  const { study } = namedStudy("mnist-resnet")
  const [baseline, restricted, wide] = ["baseline", "restricted", "restricted-wide"]

  it("are all seeds of one comparison, each beside its control, before the next", () => {
    const names = mostInformativeFirst("s", { ...study, seeds: [1, 2] }).map(cellName)
    assert.deepStrictEqual(
      names,
      [
        [baseline, 1],
        [restricted, 1],
        [baseline, 2],
        [restricted, 2],
        [wide, 1],
        [wide, 2]
      ].map(([variant, seed]) => `resnet20.${variant}.seed-${seed}`)
    )
  })

  it("are those of models one after another, and a control without variants comes last", () => {
    const models = { a: "resnet20", b: "resnet14" }
    const names = mostInformativeFirst("s", { ...study, models, seeds: [1] }).map(cellName)
    assert.deepStrictEqual(names.slice(3), ["b.baseline.seed-1", "b.restricted.seed-1", "b.restricted-wide.seed-1"])
    const alone = mostInformativeFirst("s", { ...study, variants: { baseline: study.variants.baseline! }, seeds: [1] })
    assert.lengthOf(alone, 1)
  })
})
