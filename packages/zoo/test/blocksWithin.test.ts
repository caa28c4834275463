import { describe, expect, it } from "vitest"
import { blocksWithin } from "../src/blocksWithin.ts"
import { modelNamed } from "../src/namedModels.ts"
import { restrict } from "../src/restrict.ts"

const resnet20 = modelNamed("resnet20", [32, 32, 3], 10)

describe("blocksWithin", () => {
  it("is the bound itself where it counts blocks or compressing stages", () => {
    expect(blocksWithin(resnet20, { bound: 4, unit: "blocks" })).toBe(4)
    expect(blocksWithin(resnet20, { bound: 4, unit: "stages" })).toBe(4)
  })

  // A ResNet of b blocks has 2b + 2 layers.
  it.each([
    [8, 3],
    [9, 3],
    [10, 4],
    [11, 4],
    [20, 9],
    [1202, 9],
    [7, 1],
    [1, 1]
  ])("allows a ResNet-20 of at most %i layers %i blocks", (bound, blocks) => {
    expect(blocksWithin(resnet20, { bound, unit: "layers" })).toBe(blocks)
  })

  it.each(["densenet40-k12", "densenet121", "efficientnet-b0", "resnet50", "resnext29-8x16d", "mobilenet-v2"])(
    "leaves %s no deeper than any bound of layers that its stages allow, and by one block no shallower",
    (name) => {
      const baseline = modelNamed(name, [64, 64, 3], 10)
      const shallowest = restrict(baseline, 1, "none").depth
      for (let bound = shallowest; bound < baseline.depth; bound += 3) {
        const blocks = blocksWithin(baseline, { bound, unit: "layers" })
        expect(restrict(baseline, blocks, "none").depth).toBeLessThanOrEqual(bound)
        expect(restrict(baseline, blocks + 1, "none").depth).toBeGreaterThan(bound)
      }
    }
  )
})
