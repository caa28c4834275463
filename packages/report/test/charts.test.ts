import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { compile } from "vega-lite"
import { chartLogger } from "../src/chartLogger.ts"
import { forestPlot } from "../src/charts/forestPlot.ts"
import { sweepChart } from "../src/charts/sweepChart.ts"
import { depthSweeps } from "../src/depthSweep.ts"
import { drawChart } from "../src/drawChart.ts"
import { drawSvg } from "../src/drawSvg.ts"
import { identityCharts } from "../src/identityCharts.ts"
import { reportCharts } from "../src/reportCharts.ts"
import { reportModel } from "../src/reportModel.ts"
import { reportFixture, sweepFixture } from "./reportFixture.ts"

const chartsOf = (seeds?: ReadonlyArray<number>) => Effect.map(reportModel(reportFixture(seeds)), reportCharts)

const draw = (name: keyof Effect.Success<ReturnType<typeof chartsOf>>, seeds?: ReadonlyArray<number>) =>
  Effect.flatMap(chartsOf(seeds), (charts) => Effect.map(drawChart(charts[name]), String))

const countOf = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length

describe("charts", () => {
  it.effect("are specifications that Vega-Lite compiles without a warning", () =>
    Effect.gen(function* () {
      for (const { spec } of Object.values(yield* chartsOf())) {
        const warned: Array<unknown> = []
        const logger = chartLogger()
        logger.warn = (...reasons: ReadonlyArray<unknown>) => {
          warned.push(...reasons)
          return logger
        }
        compile(spec, { logger })
        assert.deepStrictEqual(warned, [])
      }
    })
  )

  it.effect("are one image each with a title, a description and ids of their own", () =>
    Effect.gen(function* () {
      const drawings = yield* Effect.forEach(Object.values(yield* chartsOf()), drawChart)
      const all = drawings.join("")
      const ids = [...all.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
      assert.strictEqual(new Set(ids).size, ids.length)
      for (const drawing of drawings.map(String)) {
        assert.match(drawing, /^<svg class="chart" role="img" aria-labelledby="(\S+) (\S+)" viewBox="0 0 440 \d+">/)
        assert.match(drawing, /<title id="[^"]+">[^<]+<\/title><desc id="[^"]+">[^<]+<\/desc>/)
        assert.notMatch(drawing, /NaN|undefined|Infinity/)
      }
    })
  )

  it.effect("give the same bytes again, whatever was drawn between", () =>
    Effect.gen(function* () {
      const once = yield* draw("accuracyCurve")
      yield* draw("cost")
      assert.strictEqual(yield* draw("accuracyCurve"), once)
    })
  )

  it.effect("histogram: a bar per bin up to the last image, the quantile, a number per step", () =>
    Effect.gen(function* () {
      const svg = yield* draw("histogram")
      const bins = reportFixture().profile.histogram.counts.findLastIndex((count) => count > 0) + 1
      assert.strictEqual(countOf(svg, /fill="var\(--bar\)"/g), bins)
      assert.isAbove(Number(/class="background"[^>]* d="M0,0h(\d+)/.exec(svg)![1]), 340)
      assert.include(svg, ">Q = 1.487<")
      assert.include(svg, ">block 1<")
      assert.include(svg, ">2<")
    })
  )

  it.effect("accuracy forest: a ring per seed at its place, a margin in every row", () =>
    Effect.gen(function* () {
      const svg = yield* draw("accuracyForest")
      const rings = [...svg.matchAll(/<path transform="translate\(([\d.]+),[\d.]+\)" d="[^"]+" stroke="var\(--arm/g)]
      const places = rings.map(([, x]) => Number(x))
      const differences = reportFixture().comparison.comparisons.flatMap(({ differences }) => differences)
      assert.strictEqual(places.length, 12)
      // Places on a linear axis keep the proportions of the distances.
      const span = (values: ReadonlyArray<number>) => Math.max(...values) - Math.min(...values)
      const relative = (values: ReadonlyArray<number>) =>
        values.map((value) => (value - Math.min(...values)) / span(values))
      const expected = relative(differences)
      for (const [index, place] of relative(places).entries()) assert.closeTo(place, expected[index]!, 1e-4)
      assert.strictEqual(countOf(svg, /stroke="var\(--accent\)"/g), 2)
      assert.include(svg, ">resnet-20 restricted-wide<")
    })
  )

  it.effect("cost: a point per run, and one for the mean of each arm", () =>
    Effect.gen(function* () {
      for (const name of ["cost", "parameters"] as const) {
        assert.strictEqual(countOf(yield* draw(name), /<path [^>]*fill="var\(--arm-\d\)"/g), 18 + 3)
      }
    })
  )

  it.effect("forest: words that do not fit beside a long name stand below it", () =>
    Effect.gen(function* () {
      const shown = (label: string) => {
        const row = {
          label,
          text: "0.841 [0.550, 1.287]",
          color: "red",
          estimate: 0.8,
          lower: 0.5,
          upper: 1.3,
          seeds: []
        }
        return Effect.promise(() => drawSvg(forestPlot({ rows: [row], lines: [], title: "ratio" })))
      }
      const places = (svg: string, words: string) =>
        new RegExp(`text-anchor="(\\w+)" transform="translate\\(([\\d.]+),([\\d.]+)\\)"[^>]*>${words}`)
          .exec(svg)!
          .slice(1)
      const [short, long] = [yield* shown("cut"), yield* shown("efficientnet-b0 restricted, then made broader")]
      assert.strictEqual(places(short, "0.841")[0], "end")
      assert.strictEqual(places(long, "0.841")[0], "start")
      assert.isAbove(Number(places(long, "0.841")[2]), Number(places(long, "efficientnet")[2]) + 10)
    })
  )

  it.effect("sweep: a bound's name stands above the drawing, to the left where it would not end in it", () =>
    Effect.gen(function* () {
      const model = yield* reportModel(sweepFixture())
      const bounds = [
        { label: "proportional (45 layers)", blocks: 14 },
        { label: "additive", blocks: 2 }
      ]
      const spec = sweepChart({
        sweeps: depthSweeps(model.arms, model.study),
        bounds,
        title: "test accuracy (%)",
        value: ({ testAccuracy }) => testAccuracy
      })
      const svg = yield* Effect.promise(() => drawSvg(spec))
      const place = (name: string) => {
        const [, anchor, y] = new RegExp(
          `text-anchor="(\\w+)" transform="translate\\([^,]+,([^)]+)\\)"[^>]*>${name}`
        ).exec(svg)!
        return { anchor, y: Number(y) }
      }
      const [first, second] = [place("additive"), place("proportional")]
      assert.deepStrictEqual([first.anchor, second.anchor], ["start", "end"])
      assert.isBelow(second.y, 0)
      assert.strictEqual(second.y - first.y, 14)
    })
  )

  it.effect("heat maps: one scale of colours for all arms", () =>
    Effect.gen(function* () {
      const { charts } = identityCharts(yield* reportModel(sweepFixture()))
      const drawings = yield* Effect.forEach(charts, drawChart)
      const scales = drawings.map((drawing) =>
        [...String(drawing).matchAll(/>(0\.\d+)<\/text>/g)].map(([, tick]) => tick)
      )
      assert.isAbove(scales[0]!.length, 2)
      for (const scale of scales) assert.deepStrictEqual(scale, scales[0])
    })
  )

  it.effect("loss: on a logarithm where one is many times the others, with the ticks of one", () =>
    Effect.gen(function* () {
      assert.notInclude(yield* draw("lossCurve"), "log scale")
      const input = reportFixture()
      const runs = input.runs.map((run, index) => ({
        ...run,
        epochs: run.epochs.map((epoch) => ({ ...epoch, testLoss: index === 0 && epoch.epoch === 1 ? 60 : 0.3 }))
      }))
      const { accuracyCurve, lossCurve } = reportCharts(yield* reportModel({ ...input, runs }))
      const svg = String(yield* drawChart(lossCurve))
      assert.include(svg, "test loss (log scale)")
      for (const tick of ["0.5", "2", "10", "50"]) assert.include(svg, `>${tick}</text>`)
      assert.notInclude(svg, ">0.4</text>")
      assert.notInclude(String(yield* drawChart(accuracyCurve)), "log scale")
    })
  )

  it.effect("can be drawn for a single seed, which has no interval", () =>
    Effect.gen(function* () {
      for (const name of ["accuracyForest", "timeForest", "accuracyCurve", "lossCurve"] as const) {
        assert.notMatch(yield* draw(name, [1]), /NaN|null|undefined|Infinity/)
      }
      assert.include(yield* draw("accuracyForest", [1]), "no interval")
    })
  )
})

describe("drawChart", () => {
  it.effect("fails in one line when a chart cannot be drawn", () =>
    Effect.gen(function* () {
      const { cost } = yield* chartsOf()
      const spec = { ...cost.spec, transform: [{ calculate: "no such (", as: "x" }] }
      const error = yield* Effect.flip(drawChart({ ...cost, spec }))
      assert.strictEqual(error.reason, "ChartNotDrawn")
      assert.match(error.message, /^The chart "Test accuracy against training time" could not be drawn \([^\n]+$/)
    })
  )
})
