import { describe, expect, it } from "vitest"
import { blocks, countMacs, countParameters, type ImageShape, resnet, resnetOfBlocks, restrict } from "../src/index.ts"
import { naiveForward } from "./naiveForward.ts"

const cifar = { input: [32, 32, 3], classes: 10 } as const

describe("counts", () => {
  // The third column is what He et al. (2016) print in table 6, in millions.
  it.each([
    [20, 269_722, "0.27"],
    [32, 464_154, "0.46"],
    [44, 658_586, "0.66"],
    [56, 853_018, "0.85"],
    [110, 1_727_962, "1.7"],
    [1202, 19_421_274, "19.4"]
  ])("ResNet-%i has %i trained parameters, printed as %s million", (depth, parameters, printed) => {
    const { trainable } = countParameters(resnet({ depth, ...cifar }))
    expect(trainable).toBe(parameters)
    expect((trainable / 1e6).toFixed(printed.split(".")[1]!.length)).toBe(printed)
  })

  // Baselines in Lin et al. (2020), "HRank: filter pruning using high-rank feature map", called FLOPs there.
  it.each([
    [56, "125.49"],
    [110, "252.89"]
  ])("ResNet-%i does %s million multiply-adds", (depth, printed) => {
    expect((countMacs(resnet({ depth, ...cifar })) / 1e6).toFixed(2)).toBe(printed)
  })

  it.each<[ReadonlyArray<number>, number, ImageShape, number]>([
    [[1, 1, 1], 2, [8, 8, 3], 10],
    [[2, 1, 1], 3, [7, 9, 1], 4],
    [[1, 2, 3], 1, [5, 3, 2], 2],
    [[3], 2, [3, 3, 1], 3]
  ])("agrees with a forward pass by plain loops: blocks %j, width %i, input %j", (perStage, width, input, classes) => {
    const architecture = resnetOfBlocks({ blocks: perStage, width, input, classes })
    const measured = naiveForward(architecture)
    expect(countParameters(architecture)).toEqual({ trainable: measured.parameters, statistics: measured.statistics })
    expect(countMacs(architecture)).toBe(measured.multiplyAdds)
    expect(measured.shape).toEqual([1, 1, classes])
  })

  it("splits into stem, blocks and head", () => {
    const architecture = resnet({ depth: 20, ...cifar })
    const placed = blocks(architecture)
    const stem = 3 * 9 * 16
    const head = 64 * 10
    const sum = (values: ReadonlyArray<number>) => values.reduce((total, value) => total + value, 0)
    expect(sum(placed.map((block) => block.macs)) + stem * 32 * 32 + head).toBe(countMacs(architecture))
    expect(sum(placed.map((block) => block.parameters)) + stem + 32 + head + 10).toBe(
      countParameters(architecture).trainable
    )
    expect(placed[3]).toMatchObject({
      name: "stage2.block1",
      stage: "stage2",
      input: [32, 32, 16],
      output: [16, 16, 32],
      parameters: 9 * 16 * 32 + 9 * 32 * 32 + 4 * 32,
      statistics: 4 * 32,
      macs: 16 * 16 * (9 * 16 * 32 + 9 * 32 * 32)
    })
  })

  it("counts a restricted network like any other", () => {
    const restricted = restrict(resnet({ depth: 14, width: 2, input: [6, 6, 1], classes: 3 }), 4, { macs: 1 })
    expect(countMacs(restricted)).toBe(naiveForward(restricted).multiplyAdds)
  })
})
