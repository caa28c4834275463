import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  type Architecture,
  applyVariant,
  countActivations,
  countMacs,
  countParameters,
  densenet,
  densenetBc,
  efficientnetOfBlocks,
  familyOf,
  imagenetResnetOfBlocks,
  lenetOfBlocks,
  mobilenetV1OfBlocks,
  mobilenetV2OfBlocks,
  resnet,
  resnetOfBlocks,
  resnext,
  restrict,
  shufflenetV2OfBlocks,
  stepSeconds,
  vggOfBlocks
} from "../src/index.ts"
import { spreadBlocks } from "../src/spreadBlocks.ts"

fc.configureGlobal({ seed: 1 })

const cifar = { input: [32, 32, 3], classes: 10 } as const
const few = { input: [8, 9, 3], classes: 5 } as const
const perStage = (architecture: Architecture) => architecture.stages.map((stage) => stage.blocks.length)
const total = (values: ReadonlyArray<number>) => values.reduce((sum, value) => sum + value, 0)
const untraced = ({ trace: _, ...rest }: Architecture) => rest

const baselines = fc
  .record({
    blocks: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 }),
    width: fc.integer({ min: 1, max: 20 }),
    input: fc.constantFrom([28, 28, 1] as const, [8, 9, 3] as const),
    classes: fc.integer({ min: 2, max: 12 })
  })
  .map(resnetOfBlocks)

/** Small members of the other families, the widths of two of which are rounded. */
const others = fc
  .tuple(
    fc.constantFrom<(n: number, width: number) => Architecture>(
      (n, width) => resnext({ depth: 9 * n + 2, cardinality: 2, baseWidth: width, ...few }),
      (n, width) => densenet({ depth: 3 * n + 4, growthRate: width, ...few }),
      (n, width) => densenetBc({ depth: 6 * n + 4, growthRate: width, ...few }),
      (n, width) =>
        imagenetResnetOfBlocks({ kind: "basic", blocks: [n, 1, n, 1], width, input: [40, 33, 3], classes: 5 }),
      (n, width) =>
        imagenetResnetOfBlocks({
          kind: "bottleneck",
          blocks: [1, n, 1, n],
          groups: [2, width],
          width: 8,
          input: [40, 33, 3],
          classes: 5
        }),
      (n, width) =>
        efficientnetOfBlocks({ blocks: [1, n, n, 1, n, 2, 1], width: width / 10, input: [32, 32, 3], classes: 5 }),
      (n, width) =>
        mobilenetV2OfBlocks({ blocks: [1, 1, n, 1, 2, n, 1], width: 10 * width, input: [32, 32, 3], classes: 5 }),
      (n, width) => mobilenetV1OfBlocks({ blocks: [1, n, 1, n, 2], width: 10 * width, input: [32, 32, 3], classes: 5 }),
      (n, width) => shufflenetV2OfBlocks({ blocks: [n, 2, 1], width, head: 40, input: [16, 17, 3], classes: 5 }),
      (n, width) =>
        vggOfBlocks({ blocks: [n, 1, 2, n, 1], width, classifier: "small", input: [32, 33, 3], classes: 5 }),
      (n, width) =>
        vggOfBlocks({ blocks: [1, n, 2, 1, n], width, classifier: "imagenet", input: [32, 32, 3], classes: 5 }),
      (n, width) => lenetOfBlocks({ blocks: [n, n], width, ...few }),
      (n, width) => resnetOfBlocks({ blocks: [n, n, 1], width, kind: "option-b", ...few }),
      (n, width) => resnetOfBlocks({ blocks: [1, n, n], width, kind: "pre-activation", ...few }),
      (n, width) => imagenetResnetOfBlocks({ kind: "bottleneck", blocks: [n, 1, 1, n], width, stem: "small", ...few })
    ),
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 12 })
  )
  .map(([build, n, width]) => build(n, width))
const bounds = fc.integer({ min: 1, max: 22 })
const fractions = fc.double({ min: 0.05, max: 3, noNaN: true })
const budgets = fc.oneof(
  fc.constant("none" as const),
  fractions.map((macs) => ({ macs })),
  fractions.map((parameters) => ({ parameters })),
  fractions.map((memory) => ({ memory })),
  fractions.map((time) => ({ time })),
  fc.constantFrom({ macs: 1 }, { parameters: 1 }, { memory: 1 }, { time: 1 })
)
type Spent = typeof budgets extends fc.Arbitrary<infer B> ? Exclude<B, "none"> : never

/** Rates of no machine in particular. */
const rates = { perMultiplyAdd: 2e-11, perByte: 3e-10, perLayer: 1e-5 }
const model = { convolution: rates, grouped: rates, dense: rates, elementwise: rates, update: rates }
const stepTime = (architecture: Architecture) => stepSeconds(model, architecture, 16)

const cost = (architecture: Architecture, budget: Spent) => {
  if ("macs" in budget) return countMacs(architecture)
  if ("memory" in budget) return countActivations(architecture)
  return "time" in budget ? stepTime(architecture) : countParameters(architecture).trainable
}
const fraction = (budget: Spent): number => Object.values(budget)[0]!

describe("spreadBlocks", () => {
  it.each([
    [[3, 3, 3], 4, [2, 1, 1]],
    [[3, 3, 3], 5, [2, 2, 1]],
    [[3, 3, 3], 2, [1, 1, 1]],
    [[3, 3, 3], 10, [4, 3, 3]],
    [[3, 4, 6, 3], 20, [4, 5, 7, 4]],
    [[3, 4, 6, 3], 8, [2, 2, 3, 1]],
    [[3, 4, 6, 3], 10, [2, 3, 3, 2]],
    [[1, 9], 6, [1, 5]]
  ])("spreads %j under a bound of %i as %j", (baseline, bound, kept) => {
    expect(spreadBlocks(baseline, bound)).toEqual(kept)
  })
})

describe("restrict", () => {
  it("cuts ResNet-20 to four blocks and spends its multiply-adds on width", () => {
    const restricted = restrict(resnet({ depth: 20, ...cifar }), 4, { macs: 1 })
    expect(restricted).toMatchObject({
      name: "ResNet-10 [2, 1, 1] width 24",
      depth: 10,
      width: 24,
      trace: [
        "Depth cut from 20 to 10 layers: 4 of 9 blocks kept, [2, 1, 1] per stage, under a bound of 4.",
        "Width raised from 16 to 24: 37,823,424 multiply-adds, within the budget of 1 × the baseline's 40,551,040; width 25 would take 41,012,200."
      ]
    })
  })

  it.each([
    {
      why: "the budget is none",
      from: resnet({ depth: 20, ...cifar }),
      bound: 4,
      budget: "none",
      sentences: [/4 of 9 blocks/, /^The width stays 16: the budget allows no widening\.$/]
    },
    {
      why: "the bound is below the stages",
      from: resnet({ depth: 20, ...cifar }),
      bound: 2,
      budget: "none",
      sentences: [/under a bound of 2, which is below the one block that each of the 3 stages keeps\.$/, /stays 16/]
    },
    {
      why: "the old width is over the budget",
      from: resnet({ depth: 20, ...cifar }),
      bound: 3,
      budget: { parameters: 0.01 },
      sentences: [/3 of 9 blocks/, /stays 16, whose 75,290 parameters already exceed .* 0\.01 × .* 269,722\.$/]
    },
    {
      why: "the next width is over the budget",
      from: resnet({ depth: 44, width: 2, ...cifar }),
      bound: 19,
      budget: { macs: 1 },
      sentences: [/19 of 21 blocks/, /^The width stays 2: .*; width 3 would take/]
    }
  ] as const)("keeps the width and says that $why", ({ from, bound, budget, sentences }) => {
    const restricted = restrict(from, bound, budget)
    expect(restricted.width).toBe(from.width)
    expect(restricted.trace).toEqual(sentences.map((sentence) => expect.stringMatching(sentence)))
  })

  it("leaves a network alone that has nothing to cut", () => {
    const small = resnet({ depth: 8, ...cifar })
    expect(restrict(small, 3, { macs: 2 }).trace).toEqual([
      "Nothing was cut from ResNet-8 of 3 blocks: within the bound of 3. The width stays 16."
    ])
    expect(restrict(small, 1, { macs: 2 }).trace).toEqual([
      "Nothing was cut from ResNet-8 of 3 blocks: each of the 3 stages keeps one, under a bound of 1. The width stays 16."
    ])
  })

  it("needs a cost model for a budget of time", () => {
    expect(() => restrict(resnet({ depth: 20, ...cifar }), 4, { time: 1 })).toThrow(
      "a budget of time needs a cost model"
    )
  })

  it("keeps the sentences of the transforms before it", () => {
    const once = restrict(resnet({ depth: 32, ...cifar }), 9, "none")
    expect(restrict(once, 4, "none").trace.slice(0, 2)).toEqual(once.trace)
  })

  it.each([0, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY])("treats a bound of %d as misuse", (bound) => {
    expect(() => restrict(resnet({ depth: 8, ...cifar }), bound, "none")).toThrow(RangeError)
  })

  it("survives a budget beyond exact whole numbers", () => {
    const restricted = restrict(resnet({ depth: 14, ...cifar }), 3, { parameters: 1e300 })
    expect(Number.isSafeInteger(countParameters(restricted).trainable)).toBe(true)
  })

  it("is never deeper, has a block in every stage and keeps to the bound where it can", () => {
    fc.assert(
      fc.property(baselines, bounds, budgets, (baseline, bound, budget) => {
        const restricted = restrict(baseline, bound, budget, stepTime)
        const [before, after] = [perStage(baseline), perStage(restricted)]
        expect(after).toHaveLength(before.length)
        expect(after.every((n, stage) => n >= 1 && n <= before[stage]!)).toBe(true)
        expect(total(after)).toBe(Math.max(before.length, Math.min(bound, total(before))))
        expect(restricted.depth).toBe(2 * total(after) + 2)
        expect(restricted.trace.length).toBeGreaterThan(0)
      })
    )
  })

  it("takes the largest width within the budget, as a search one by one finds it", () => {
    fc.assert(
      fc.property(
        baselines,
        bounds,
        budgets.filter((budget) => budget !== "none"),
        (baseline, bound, budget) => {
          const restricted = restrict(baseline, bound, budget, stepTime)
          if (total(perStage(restricted)) === total(perStage(baseline))) {
            expect(restricted.width).toBe(baseline.width)
            return
          }
          const limit = fraction(budget) * cost(baseline, budget)
          const ofWidth = (width: number) =>
            resnetOfBlocks({
              blocks: perStage(restricted),
              width,
              input: baseline.input,
              classes: baseline.classes
            })
          let width = baseline.width
          while (cost(ofWidth(width + 1), budget) <= limit) width++
          expect(untraced(restricted)).toEqual(untraced(ofWidth(width)))
        }
      )
    )
  })

  it("does so for every family: never deeper, a block in every stage, within the budget and no wider one fits", () => {
    fc.assert(
      fc.property(others, bounds, budgets, (baseline, bound, budget) => {
        const restricted = restrict(baseline, bound, budget, stepTime)
        const [before, after] = [perStage(baseline), perStage(restricted)]
        expect(after.every((n, stage) => n >= 1 && n <= before[stage]!)).toBe(true)
        expect(total(after)).toBe(Math.max(before.length, Math.min(bound, total(before))))
        expect(restricted.depth).toBeLessThanOrEqual(baseline.depth)
        expect(untraced(restrict(restricted, bound, budget, stepTime))).toEqual(untraced(restricted))
        if (total(after) === total(before)) {
          expect(untraced(restricted)).toEqual(untraced(baseline))
          return
        }
        if (budget === "none") {
          expect(restricted.width).toBe(baseline.width)
          return
        }
        const limit = fraction(budget) * cost(baseline, budget)
        const ofWidth = (width: number) =>
          familyOf(baseline).build(
            { blocks: after, width, input: baseline.input, classes: baseline.classes },
            baseline.form ?? {}
          )
        // One by one, and some way on: a rounded width may cost what the one before it does.
        let widest = baseline.width
        for (let width = baseline.width; width <= restricted.width + 30; width++) {
          if (cost(ofWidth(width), budget) <= limit) widest = width
        }
        expect(restricted.width).toBe(widest)
      }),
      { numRuns: 60 }
    )
  })

  it("keeps the width under no budget", () => {
    fc.assert(
      fc.property(baselines, bounds, (baseline, bound) => {
        expect(restrict(baseline, bound, "none").width).toBe(baseline.width)
      })
    )
  })

  it.each([
    { networks: "CIFAR ResNets", of: baselines },
    { networks: "every other family", of: others }
  ])("is monotone in the bound for $networks: deeper and no wider", ({ of }) => {
    fc.assert(
      fc.property(of, bounds, budgets, (baseline, bound, budget) => {
        const [lower, higher] = [
          restrict(baseline, bound, budget, stepTime),
          restrict(baseline, bound + 1, budget, stepTime)
        ]
        expect(perStage(higher).every((n, stage) => n >= perStage(lower)[stage]!)).toBe(true)
        expect(higher.width).toBeLessThanOrEqual(lower.width)
      })
    )
  })

  it("changes nothing when it is applied again", () => {
    fc.assert(
      fc.property(baselines, bounds, budgets, (baseline, bound, budget) => {
        const once = restrict(baseline, bound, budget, stepTime)
        expect(untraced(restrict(once, bound, budget, stepTime))).toEqual(untraced(once))
      })
    )
  })

  it("gives the baseline back where the bound reaches its blocks", () => {
    fc.assert(
      fc.property(baselines, fc.nat({ max: 5 }), budgets, (baseline, more, budget) => {
        const restricted = restrict(baseline, total(perStage(baseline)) + more, budget, stepTime)
        expect(untraced(restricted)).toEqual(untraced(baseline))
      })
    )
  })
})

describe("applyVariant", () => {
  const baseline = resnet({ depth: 20, ...cifar })

  it("returns the baseline itself", () => {
    expect(applyVariant(baseline, { transform: "baseline" }, { bound: 2, unit: "blocks" })).toBe(baseline)
  })

  it("restricts by the variant's budget", () => {
    const variant = { transform: "restricted", budget: { parameters: 1 } } as const
    expect(applyVariant(baseline, variant, { bound: 3, unit: "blocks" })).toEqual(
      restrict(baseline, 3, { parameters: 1 })
    )
  })
})
