import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import fc from "fast-check"
import { decodeStudy } from "../src/decodeStudy.ts"
import type { Study } from "../src/study.ts"

const file = "configs/mnist-resnet.study.json"
const text = readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8")

/** The study's JSON with one key set, or removed where `value` is undefined. */
const changed = (key: string, value: unknown): string => {
  const study = JSON.parse(text)
  const path = key.split(".")
  const last = path.pop()!
  const parent = path.reduce((at, part) => at[part], study)
  if (value === undefined) delete parent[last]
  else parent[last] = value
  return JSON.stringify(study)
}

const failure = (source: string) => Effect.flip(decodeStudy(source, file))

const words = "a name of lower case letters, digits and single hyphens between them"
const budgets = '"none" or a fraction as { "parameters": f }, { "macs": f }, { "memory": f } or { "time": f }'

describe("decodeStudy", () => {
  it.effect("reads a study as it is", () =>
    Effect.gen(function* () {
      const study: Study = yield* decodeStudy(text, file)
      assert.deepStrictEqual(study, JSON.parse(text))
    })
  )

  it.effect.each([
    ["seedz", [1], "no such key, found [1]; the keys here are $schema, title,"],
    ["recipe.epoch", 3, "no such key, found 3; the keys here are epochs, batchSize,"],
    ["recipe.epochs", 0, "expected a whole number of at least 1, found 0"],
    ["recipe.epochs", "three", 'expected number, found "three"'],
    ["recipe.epochs", 1.5, "expected an integer, found 1.5"],
    ["recipe.epochs", undefined, "missing"],
    ["recipe.momentum", 0.9, "no such key, found 0.9; the keys here are epochs, batchSize,"],
    ["recipe.optimizer.nesterov", 1, "expected boolean, found 1"],
    ["recipe.optimizer.momentum", 1.1, "expected a number from 0 to 1, found 1.1"],
    ["recipe.optimizer.algorithm", "adagrad", 'expected "sgd" or "adam" or "adamw" or "rmsprop" or "lamb"'],
    ["recipe.maxGradientNorm", 0, "expected a number above 0, found 0"],
    ["recipe.emaDecay", 1, "expected a number above 0 and below 1, found 1"],
    ["recipe.augmentation", true, "expected an object, found true"],
    ["recipe.microBatches", 5, "expected a number that divides the batch of 64, found 5"],
    ["recipe.labelSmoothing", 1, "expected a number of at least 0 and below 1, found 1"],
    ["recipe.precision", "float64", 'expected "float32" or "bfloat16" or "float16", found "float64"'],
    ["recipe.learningRate.peak", -1, "expected a number above 0, found -1"],
    ["recipe.learningRate.schedule", "flat", 'expected "constant" or "step" or "cosine" or "linear"'],
    ["recipe", null, "expected an object, found null"],
    ["title", "", 'expected a text that is not empty, found ""'],
    ["dataset.name", "", 'expected a text that is not empty, found ""'],
    ["dataset.trainImages", 0, "expected a whole number of at least 1, found 0"],
    ["measure", "renyi", 'expected "shannon" or "shannon-miller-madow" or "shannon-james-stein" or '],
    ["depth.rule", "product", 'expected "additive" or "multiplicative" or "proportional", found "product"'],
    ["depth.quantile", 1, "expected a number above 0 and below 1, found 1"],
    ["models", {}, "expected at least one entry, found {}"],
    ["models.resnet20", { family: "resnet" }, 'expected string, found {"family":"resnet"}'],
    ["models.Big Net", "resnet20", `the key itself must be ${words}`],
    ["variants.restricted.transform", "pruned", 'expected "baseline" or "restricted" or "depth", found "pruned"'],
    ["variants.baseline.budget", "none", 'no such key, found "none"; the keys here are transform'],
    ["variants.baseline.precision", "float8", 'expected "float32" or "bfloat16" or "float16", found "float8"'],
    ["variants.restricted.budget", "all", `expected ${budgets}, found "all"`],
    ["variants.restricted.budget", { flops: 1 }, `expected ${budgets}, found {"flops":1}`],
    ["seeds", [1, 2, 1], "expected seeds that differ from each other, found [1,2,1]"],
    ["seeds", [], "expected at least one seed, found []"],
    ["comparison.control", "base", 'expected a name among the variants, "baseline" or "restricted"'],
    ["comparison.control", "constructor", 'expected a name among the variants, "baseline" or "restricted"'],
    ["comparison.alpha", 0.5, "expected a number above 0 and below 0.5, found 0.5"]
  ] as const)("says of %s = %j what is allowed", ([key, value, what]) =>
    Effect.gen(function* () {
      const error = yield* failure(changed(key, value))
      assert.strictEqual(error.reason, "StudyInvalid")
      assert.include(error.message, `${file}: key "${key}": ${what}`)
      assert.isTrue(error.message.endsWith("; configs/study.schema.json lists what is allowed."))
      assert.notInclude(error.message, "\n")
    })
  )

  it.effect("names the place in a list, and in a union whose member is recognised by its keys", () =>
    Effect.gen(function* () {
      const seed = yield* failure(changed("seeds", [1, -2]))
      assert.include(seed.message, 'key "seeds.1": expected a whole number of at least 0, found -2')
      const budget = yield* failure(changed("variants.restricted.budget", { macs: 0 }))
      assert.include(budget.message, 'key "variants.restricted.budget.macs": expected a number above 0, found 0')
    })
  )

  it.effect("knows an optimizer by its algorithm", () =>
    Effect.gen(function* () {
      const adam = { algorithm: "adam", beta1: 0.9, beta2: 1, epsilon: 1e-8 }
      const range = yield* failure(changed("recipe.optimizer", adam))
      assert.include(
        range.message,
        'key "recipe.optimizer.beta2": expected a number of at least 0 and below 1, found 1'
      )
      const key = yield* failure(changed("recipe.optimizer", { ...adam, beta2: 0.999, momentum: 0.9 }))
      assert.include(
        key.message,
        'key "recipe.optimizer.momentum": no such key, found 0.9; the keys here are algorithm,'
      )
    })
  )

  it.effect("cuts long values", () =>
    Effect.gen(function* () {
      const { message } = yield* failure(changed("seeds", new Array(500).fill(7)))
      assert.isBelow(message.length, 250)
    })
  )

  it.effect.each(["", "{", "[1", '{"title": "a",}', "\u0000"])("says where %j stops being JSON", (source) =>
    Effect.gen(function* () {
      const error = yield* failure(source)
      assert.strictEqual(error.reason, "StudyNotJson")
      assert.match(error.message, /^configs\/mnist-resnet\.study\.json: not JSON \(.+\); mend the syntax there\.$/)
    })
  )

  it.effect.each(["null", "3", "[]", '"text"'])("refuses %s for a study", (source) =>
    Effect.gen(function* () {
      const { message } = yield* failure(source)
      assert.include(message, `${file}: the study: expected an object, found ${source}`)
    })
  )

  it("gives one line for any JSON, and for any text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (source) => {
        const { message } = Effect.runSync(failure(source))
        assert.match(message, /^configs\/mnist-resnet\.study\.json: .+\.$/)
      })
    )
  })
})
