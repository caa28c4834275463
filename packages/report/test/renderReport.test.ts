import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { renderReport } from "../src/renderReport.ts"
import type { ReportInput } from "../src/reportInput.ts"
import { reportFixture } from "./reportFixture.ts"

const fixture = reportFixture()

/** The page without the drawings and with every run of white space as one space. */
const render = (input: ReportInput) => Effect.map(renderReport(input), (page) => page.replaceAll(/\s+/g, " "))

const order = ["verdict", "results", "entropy", "effects", "training", "cost", "methods", "references", "reproduction"]

describe("renderReport", () => {
  it.effect("has its sections in order, the verdict first", () =>
    Effect.gen(function* () {
      const page = yield* render(fixture)
      assert.deepStrictEqual(
        [...page.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id),
        order
      )
      const verdict = page.indexOf(fixture.comparison.verdict, page.indexOf("<main>"))
      assert.isAbove(verdict, 0)
      for (const { sentence } of fixture.comparison.comparisons) assert.isAbove(page.indexOf(sentence), verdict)
    })
  )

  it.effect("gives the same bytes for the same input, in whatever order the runs come", () =>
    Effect.gen(function* () {
      const page = yield* renderReport(fixture)
      assert.strictEqual(yield* renderReport(fixture), page)
      assert.strictEqual(yield* renderReport({ ...fixture, runs: fixture.runs.toReversed() }), page)
    })
  )

  it.effect("asks nothing of the network and holds no script", () =>
    Effect.gen(function* () {
      const page = yield* renderReport(fixture)
      assert.notMatch(page, /<script|<link|<img|<iframe|@import|url\((?!#)| on\w+=/)
      assert.include(page, `content="default-src 'none'; `)
      assert.notMatch(page, / src=| srcset=/)
    })
  )

  it.effect("gives every table a caption and every header cell a scope", () =>
    Effect.gen(function* () {
      const page = yield* renderReport(fixture)
      const tables = page.split("<table").slice(1)
      assert.strictEqual(tables.length, 4)
      for (const table of tables) assert.match(table, /^[^>]*>\s*<caption/)
      for (const [cell] of page.matchAll(/<th[\s>][^>]*/g)) assert.match(cell, /scope="(?:col|row)"/)
    })
  )

  it.effect("opens and closes every element", () =>
    Effect.gen(function* () {
      const page = yield* renderReport(fixture)
      const empty = new Set(["meta", "!doctype"])
      const open: Array<string> = []
      const body = page.replace(/<style>.*?<\/style>/s, "")
      for (const [, close, name, selfClosing] of body.matchAll(/<(\/?)([a-z!][a-z0-9]*)[^>]*?(\/?)>/gi)) {
        if (close === "/") assert.strictEqual(open.pop(), name)
        else if (selfClosing !== "/" && !empty.has(name!)) open.push(name!)
      }
      assert.deepStrictEqual(open, [])
    })
  )

  it.effect("states each arm's numbers with their units and n", () =>
    Effect.gen(function* () {
      const page = yield* render(fixture)
      assert.include(page, "<td>272,186</td><td>31.0</td><td>6</td><td>98.82 ± 0.04</td>")
      assert.match(page, /Training time<span class="below">s<\/span>/)
      assert.match(page, /n = 6 pairs/)
      assert.include(page, "31.3 % of the images, taken alone, have a lower bound.")
      assert.include(page, "this project&#39;s own")
    })
  )

  it.effect("describes what the records say was run, and where", () =>
    Effect.gen(function* () {
      const page = yield* render(fixture)
      assert.include(page, "18 runs were made with 12,000 training images and 10,000 test images each: 3 epochs of")
      assert.include(page, "width grown to at most 1 × the baseline&#39;s multiply-adds")
      for (const digest of Object.values(fixture.provenance.digests)) assert.include(page, digest)
      assert.include(page, "npx ebcle run configs/mnist-resnet.study.json")
      assert.include(page, "arXiv:2106.14190")
      assert.notInclude(page, "Read with care")
    })
  )

  it.effect("says the precision of a variant that has its own, and that it was planned", () =>
    Effect.gen(function* () {
      const { runs, study } = fixture
      const restricted = { ...study.variants.restricted!, precision: "float16" } as const
      const page = yield* render({
        ...fixture,
        study: { ...study, variants: { ...study.variants, restricted } },
        runs: runs.map((run) =>
          run.cell.variant === "restricted" ? { ...run, recipe: { ...run.recipe, precision: "float16" } } : run
        )
      })
      assert.include(page, "restricted (depth cut to the bound, width kept, in float16)")
      assert.notInclude(page, "followed another recipe")
      assert.notInclude(page, "and with another recipe:")
    })
  )

  it.effect("shows how close the blocks are to the identity, where they were looked at", () =>
    Effect.gen(function* () {
      const { runs, study } = fixture
      const blocks = (epoch: number) =>
        [0.9, 0.8, 0.05].map((ratio, i) => ({
          block: `stage${i + 1}.block1`,
          ratio: ratio / epoch,
          cka: 0.7,
          debiasedCka: 0.6
        }))
      const interval = { level: 0.95, lower: 1, upper: 2 }
      const identity = { blocks: 3, images: 32, onset: 2, interval, without: 0.1 }
      const page = yield* render({
        ...fixture,
        study: { ...study, probe: { images: 32 } },
        runs: runs.map((run) => ({
          ...run,
          epochs: run.epochs.map((epoch) => ({ ...epoch, blocks: blocks(epoch.epoch) })),
          identity: run.cell.seed === 1 ? { ...identity, onset: null } : identity
        }))
      })
      assert.include(page, '<section id="identity"')
      assert.include(page, "on 32 test images")
      assert.include(page, "none; 2 [1, 2]; ")
      assert.strictEqual(page.match(/id="chart-identity-\d-title"/g)!.length, 3)
      assert.include(page, ">stage3.block1<")
      assert.notInclude(yield* render(fixture), 'id="identity"')
    })
  )

  it.effect("warns when runs were made on different engines, by another recipe or not at all", () =>
    Effect.gen(function* () {
      const [run, ...others] = fixture.runs
      const engine = { ...run!.engine, device: "GPU", oneDnn: false }
      const recipe = { ...run!.recipe, epochs: 5 }
      const page = yield* render({
        ...fixture,
        study: { ...fixture.study, seeds: [1, 2, 3, 4, 5, 6, 7] },
        runs: [{ ...run!, engine, recipe, trainImages: 60000 }, ...others]
      })
      assert.include(page, "2 different engines or machines (they differ in device and oneDnn)")
      assert.include(page, "1 run of 18 followed another recipe than the study names.")
      assert.include(page, "did not all use the same numbers of training and test images")
      assert.include(page, "resnet-20 restricted has 6 of the 7 seeds that were planned.")
      assert.match(page, /<th scope="col">1 run<\/th><th scope="col">17 runs<\/th>/)
      assert.include(page, "5 epochs of stochastic gradient descent")
    })
  )

  it.effect("refuses in words, not in numbers, where there is one seed", () =>
    Effect.gen(function* () {
      const page = yield* render(reportFixture([1]))
      assert.include(page, "×</span> refused")
      assert.include(page, "no interval")
      assert.include(page, "not tested")
      assert.notMatch(page, />[^<]*\b(?:NaN|null|undefined|Infinity)\b/)
    })
  )

  it.effect("does not repeat below the verdict a sentence that it holds already", () =>
    Effect.gen(function* () {
      const { comparisons } = fixture.comparison
      const verdict = comparisons.map(({ sentence }) => sentence).join(" ")
      const page = yield* render({ ...fixture, comparison: { ...fixture.comparison, verdict } })
      const main = page.slice(page.indexOf("<main>"))
      for (const { sentence } of comparisons) assert.strictEqual(main.split(sentence).length - 1, 1)
      assert.include(main, `<p class="lead long">${verdict}</p>`)
    })
  )

  it.effect("has nothing to compare when the study has its control alone", () =>
    Effect.gen(function* () {
      const { arms } = fixture.comparison
      const page = yield* render({
        ...fixture,
        comparison: { ...fixture.comparison, arms: arms.slice(0, 1), comparisons: [] }
      })
      assert.include(page, "there is nothing to compare")
      assert.notInclude(page, 'id="effects"')
    })
  )

  it.effect("fails when the parts of the input disagree", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(renderReport({ ...fixture, runs: [] }))
      assert.strictEqual(error.reason, "InputsDisagree")
    })
  )
})
