import { createHash } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { escapeHtml } from "../src/html.ts"
import { renderReport } from "../src/renderReport.ts"
import type { ReportInput } from "../src/reportInput.ts"
import { familiesFixture, reportFixture, sweepFixture } from "./reportFixture.ts"

const fixture = reportFixture()

/** The page without the drawings and with every run of white space as one space. */
const render = (input: ReportInput) => Effect.map(renderReport(input), (page) => page.replaceAll(/\s+/g, " "))

const order = ["verdict", "results", "effects", "cost", "entropy", "training", "methods", "references", "reproduction"]

describe("renderReport", () => {
  it.effect("has its sections in order, the verdict first", () =>
    Effect.gen(function* () {
      const page = yield* render(fixture)
      assert.deepStrictEqual(
        [...page.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id),
        order
      )
      const verdict = page.indexOf(escapeHtml(fixture.comparison.verdict), page.indexOf("<main>"))
      assert.isAbove(verdict, 0)
      for (const { caveat } of fixture.comparison.comparisons) assert.isAbove(page.indexOf(caveat), verdict)
    })
  )

  it.effect("gives the same bytes for the same input, in whatever order the runs come", () =>
    Effect.gen(function* () {
      const page = yield* renderReport(fixture)
      assert.strictEqual(yield* renderReport(fixture), page)
      assert.strictEqual(yield* renderReport({ ...fixture, runs: fixture.runs.toReversed() }), page)
    })
  )

  it.effect("asks nothing of the network, and its policy allows its one script alone", () =>
    Effect.gen(function* () {
      const page = yield* renderReport(fixture)
      const [, script] = page.split(/<script>|<\/script>/)
      const digest = createHash("sha256").update(script!).digest("base64")
      assert.include(page.replaceAll("&#39;", "'"), `script-src 'sha256-${digest}'; base-uri`)
      assert.notMatch(
        page.replace(/<script>.*?<\/script>/s, ""),
        /<script|<link|<img|<iframe|@import|url\((?!#)| on\w+=/
      )
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
      const body = page.replace(/<style>.*?<\/style>/s, "").replace(/<script>.*?<\/script>/s, "")
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
      assert.include(page, "<td>272,186</td><td>31.0</td><td>6</td><td>98.82 ± 0.04<")
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
      assert.include(page, "arxiv.org/abs/2106.14190")
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

  it.effect("sets the onset of identity of a sweep beside the bounds of all rules", () =>
    Effect.gen(function* () {
      const page = yield* render(sweepFixture())
      assert.include(page, '<section id="sweep"')
      assert.include(page, "from 3 to 15 blocks, the mean test accuracy goes from 98.84 % at 3 to its highest, ")
      // Three blocks have 8 layers and six have 14: four have 10, and five would have 12.
      assert.include(page, "additive at 2 and multiplicative, proportional (11 layers) at 4.")
      for (const rule of ["additive", "multiplicative, proportional (11 layers)"]) assert.include(page, `>${rule}<`)
      assert.include(page, "⌈50 · 1.111 nats / ln 256⌉ = 11 layers")
      assert.include(page, "on 256 test images")
      assert.include(page, "none; none; none")
      assert.include(page, "5 [4, 5]; 5 [4, 5]; 5 [4, 5]")
      assert.strictEqual(page.match(/id="chart-identity-\d-title"/g)!.length, 5)
      assert.include(page, ">stage3.block15<")
      const plain = yield* render(fixture)
      assert.notInclude(plain, 'id="identity"')
      assert.notInclude(plain, 'id="sweep"')
    })
  )

  it.effect("ranks the variants of several models, and tells many comparisons in a table", () =>
    Effect.gen(function* () {
      const page = yield* render(familiesFixture())
      assert.include(page, '<section id="ranking"')
      assert.include(page, "over 24 blocks of model and seed")
      assert.include(page, 'id="table-comparisons"')
      assert.notInclude(page, 'class="finding"')
      assert.include(page, "over the 9 comparisons of the study by Holm&#39;s procedure")
      for (const work of ["demsar2006statistical", "huang2017densely", "sandler2018mobilenetv2", "holm1979simple"]) {
        assert.include(page, work)
        assert.strictEqual((yield* render(fixture)).includes(work), work.startsWith("holm"))
      }
    })
  )

  it.effect("names the trainings that are missing", () =>
    Effect.gen(function* () {
      const missing = [1, 2, 3, 7].map((seed) => ({
        study: "mnist-resnet",
        model: "resnet-20",
        variant: "restricted",
        seed
      }))
      const page = yield* render({
        ...fixture,
        comparison: {
          ...fixture.comparison,
          missing: [...missing.slice(1), { ...missing[0]!, reason: "Its loss became NaN." }]
        }
      })
      assert.include(page, "4 planned trainings of 22 are missing: resnet-20 restricted (4 seeds: 1 to 3 and 7).")
      assert.include(page, "Its loss became NaN.")
    })
  )

  it.effect("warns when runs were made on different engines, by another recipe or not at all", () =>
    Effect.gen(function* () {
      const [run, ...others] = fixture.runs
      const engine = { ...run!.engine, device: "GPU", oneDnn: false }
      const recipe = { ...run!.recipe, epochs: 5 }
      const page = yield* render({
        ...fixture,
        comparison: {
          ...fixture.comparison,
          arms: fixture.comparison.arms.map((arm, index) =>
            index === 0 ? { ...arm, trainSeconds: { ...arm.trainSeconds, sd: 30 } } : arm
          )
        },
        runs: [{ ...run!, engine, recipe, trainImages: 60000 }, ...others]
      })
      assert.include(page, "2 different engines or machines (they differ in device and oneDnn)")
      assert.include(page, "1 run of 18 followed another recipe than the study names.")
      assert.include(page, "did not all use the same numbers of training and test images")
      assert.include(page, "Training times of resnet-20 baseline scatter by more than 10 % from seed to seed")
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
      for (const { sentence } of comparisons) assert.strictEqual(main.split(escapeHtml(sentence)).length - 1, 1)
      assert.include(main, `<p class="lead long">${escapeHtml(verdict)}</p>`)
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
