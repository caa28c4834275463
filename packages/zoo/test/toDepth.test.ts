import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  applyVariant,
  countMacs,
  countParameters,
  mobilenetV2,
  mobilenetV2OfBlocks,
  modelNamed,
  resnet,
  resnetOfBlocks,
  sweep,
  toDepth
} from "../src/index.ts"

const baseline = resnet({ depth: 20, input: [32, 32, 3], classes: 10 })
const perStage = ({ stages }: typeof baseline) => stages.map(({ blocks }) => blocks.length)
const untraced = ({ trace: _, ...rest }: typeof baseline) => rest

describe("toDepth", () => {
  it("grows what it is asked to, at the same width or at a narrower one that costs no more", () => {
    const deeper = toDepth(baseline, 12, "none")
    expect([perStage(deeper), deeper.width, deeper.depth]).toEqual([[4, 4, 4], 16, 26])
    const matched = toDepth(baseline, 12, { parameters: 1 })
    expect(matched.trace).toEqual([
      "Depth set from 20 to 26 layers: 12 blocks in place of 9, [4, 4, 4] per stage.",
      "Width lowered from 16 to 13: 242,681 parameters, within the budget of 1 × the baseline's 269,722; width 14 would take 281,256."
    ])
  })

  it("cuts as a restriction does", () => {
    expect(perStage(toDepth(baseline, 4, "none"))).toEqual([2, 1, 1])
    expect(toDepth(baseline, 1, "none").trace[0]).toBe(
      "Depth set from 20 to 8 layers: 3 blocks in place of 9, [1, 1, 1] per stage, one in each stage, which is more than the 1 asked for."
    )
  })

  it("keeps the narrowest where none fits", () => {
    const least = toDepth(baseline, 9, { parameters: 1e-6 })
    expect(least.width).toBe(1)
    expect(least.trace.at(-1)).toMatch(/^Width lowered from 16 to 1, whose 1,\d+ parameters already exceed the budget/)
  })

  it("says which narrower widths are the same network", () => {
    const network = toDepth(mobilenetV2({ input: [32, 32, 3], classes: 10 }), 17, { macs: 0.6 })
    const [, first, last] = /Widths (\d+) to (\d+) are the same network\.$/.exec(network.trace.at(-1)!)!
    expect(network.width).toBe(Number(last))
    const layersOf = (width: number) =>
      mobilenetV2OfBlocks({ blocks: perStage(network), width, input: [32, 32, 3], classes: 10 }).layers
    expect(layersOf(Number(first))).toEqual(network.layers)
    expect(layersOf(Number(first) - 1)).not.toEqual(network.layers)
  })

  it.each(["resnet20", "efficientnet-b0", "mobilenet-v1", "vgg11-cifar", "shufflenet-v2-x0.5", "densenet40-k12"])(
    "gives %s back at its own depth and cost",
    (name) => {
      const network = modelNamed(name, [32, 32, 3], 10)
      const blocks = perStage(network).reduce((sum, n) => sum + n, 0)
      for (const budget of ["none", { macs: 1 }, { memory: 1 }] as const) {
        expect(untraced(toDepth(network, blocks, budget))).toEqual(untraced(network))
      }
    }
  )

  it.each([0, -1, 2.5, Number.NaN])("treats a depth of %d as misuse", (blocks) => {
    expect(() => toDepth(baseline, blocks, "none")).toThrow(RangeError)
  })

  it("is what a study's variant of that kind names", () => {
    const variant = { transform: "depth", blocks: 5, budget: { macs: 0.5 } } as const
    expect(applyVariant(baseline, variant, { bound: 2, unit: "blocks" })).toEqual(toDepth(baseline, 5, { macs: 0.5 }))
  })
})

describe("sweep", () => {
  it("never exceeds the budget, and no wider network of the depth fits", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 3, max: 20 }), { minLength: 1, maxLength: 4 }),
        fc.double({ min: 0.2, max: 2, noNaN: true }),
        (depths, fraction) => {
          const networks = sweep(baseline, depths, { parameters: fraction })
          networks.forEach((network, i) => {
            expect(perStage(network).reduce((sum, n) => sum + n, 0)).toBe(depths[i])
            const limit = fraction * countParameters(baseline).trainable
            expect(countParameters(network).trainable).toBeLessThanOrEqual(limit)
            const wider = resnetOfBlocks({
              blocks: perStage(network),
              width: network.width + 1,
              input: [32, 32, 3],
              classes: 10
            })
            expect(countParameters(wider).trainable).toBeGreaterThan(limit)
          })
        }
      ),
      { seed: 1, numRuns: 30 }
    )
  })

  it("costs more with every block at the same width", () => {
    const costs = sweep(baseline, [3, 6, 9, 12, 30], "none").map(countMacs)
    expect(costs).toEqual(costs.toSorted((a, b) => a - b))
  })
})
