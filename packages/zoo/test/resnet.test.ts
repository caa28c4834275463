import { describe, expect, it } from "vitest"
import { blocks, type Layer, resnet, resnetOfBlocks, shapes, ZooError } from "../src/index.ts"
import { outputShape } from "../src/outputShape.ts"

const cifar = { input: [32, 32, 3], classes: 10 } as const

const failure = (make: () => unknown): unknown => {
  try {
    return make()
  } catch (error) {
    return error
  }
}

const namesOf = (layers: ReadonlyArray<Layer>): ReadonlyArray<string> =>
  layers.flatMap((layer) => [
    ...("name" in layer ? [layer.name] : []),
    ...(layer.kind === "residual" ? [...namesOf(layer.branch), ...namesOf(layer.shortcut)] : [])
  ])

describe("resnet", () => {
  it("has 6n + 2 layers in three equal stages", () => {
    const architecture = resnet({ depth: 56, ...cifar })
    expect(architecture).toMatchObject({ name: "ResNet-56", family: "resnet", depth: 56, width: 16, trace: [] })
    expect(architecture.stages.map((stage) => stage.blocks.length)).toEqual([9, 9, 9])
    const kernels = architecture.layers.flatMap((layer) => (layer.kind === "residual" ? layer.branch : [layer]))
    expect(kernels.filter((layer) => layer.kind === "convolution" || layer.kind === "dense")).toHaveLength(56)
  })

  it("is named by what sets it apart", () => {
    const named = (perStage: ReadonlyArray<number>, width: number) =>
      resnetOfBlocks({ blocks: perStage, width, ...cifar }).name
    expect(named([3, 3, 3], 16)).toBe("ResNet-20")
    expect(named([3, 3, 3], 32)).toBe("ResNet-20 width 32")
    expect(named([2, 1, 1], 29)).toBe("ResNet-10 [2, 1, 1] width 29")
    expect(named([2, 2], 16)).toBe("ResNet-10 [2, 2]")
  })

  it("is the network of the paper at n = 1", () => {
    const conv = (name: string, stride: number, inputs: number, outputs: number): Layer => ({
      kind: "convolution",
      name,
      kernel: [3, 3],
      stride,
      inputs,
      outputs,
      groups: 1
    })
    const norm = (name: string, channels: number): Layer => ({ kind: "batchNorm", name, channels })
    const block = (
      name: string,
      [stride, inputs, outputs]: [number, number, number],
      shortcut: ReadonlyArray<Layer>
    ): ReadonlyArray<Layer> => [
      {
        kind: "residual",
        name,
        branch: [
          conv(`${name}.conv1`, stride, inputs, outputs),
          norm(`${name}.norm1`, outputs),
          { kind: "relu" },
          conv(`${name}.conv2`, 1, outputs, outputs),
          norm(`${name}.norm2`, outputs)
        ],
        shortcut
      },
      { kind: "relu" }
    ]
    const grow = (channels: number): ReadonlyArray<Layer> => [
      { kind: "subsample", stride: 2 },
      { kind: "padChannels", before: 0, after: channels }
    ]
    expect(resnet({ depth: 8, ...cifar }).layers).toEqual([
      conv("stem.conv", 1, 3, 16),
      norm("stem.norm", 16),
      { kind: "relu" },
      ...block("stage1.block1", [1, 16, 16], []),
      ...block("stage2.block1", [2, 16, 32], grow(16)),
      ...block("stage3.block1", [2, 32, 64], grow(32)),
      { kind: "globalAveragePool" },
      { kind: "dense", name: "classifier", inputs: 64, outputs: 10 }
    ])
  })

  it("names every layer once", () => {
    const names = namesOf(resnet({ depth: 32, ...cifar }).layers)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toContain("stage3.block5.conv2")
  })

  it.each([
    [18, "a resnet has 6n + 2 layers, not 18: the nearest are 14 and 20"],
    [21, "a resnet has 6n + 2 layers, not 21: the nearest are 20 and 26"],
    [7, "a resnet has 6n + 2 layers, not 7: the smallest is 8"],
    [2, "a resnet has 6n + 2 layers, not 2: the smallest is 8"]
  ])("refuses %i layers and names the nearest depths", (depth, message) => {
    const error = failure(() => resnet({ depth, ...cifar }))
    expect(error).toBeInstanceOf(ZooError)
    expect(error).toMatchObject({ _tag: "ZooError", reason: "UnsupportedDepth", message })
  })

  it("refuses images that its strides cannot halve twice, and takes the smallest that they can", () => {
    const error = failure(() => resnet({ depth: 8, input: [28, 2, 1], classes: 10 }))
    expect(error).toMatchObject({
      reason: "InputTooSmall",
      message:
        "ResNet-8 needs images of at least 3×3 pixels for its strides, not 28×2: enlarge the images or choose another family"
    })
    expect(shapes(resnet({ depth: 8, input: [3, 3, 1], classes: 10 })).at(-3)).toEqual([1, 1, 64])
  })

  it.each([
    { width: 1.5 },
    { width: 0 },
    { classes: 0 },
    { blocks: [1, 0, 1] },
    { input: [28, 28, -1] as const },
    { width: Number.NaN }
  ])("treats %j as misuse", (wrong) => {
    expect(() => resnetOfBlocks({ blocks: [1, 1, 1], width: 16, ...cifar, ...wrong })).toThrow(RangeError)
  })
})

describe("shapes", () => {
  it("follows an image of MNIST through the layers", () => {
    const architecture = resnet({ depth: 8, input: [28, 28, 1], classes: 10 })
    const [stem, second, third] = [
      [28, 28, 16],
      [14, 14, 32],
      [7, 7, 64]
    ]
    expect(shapes(architecture)).toEqual([stem, stem, stem, stem, stem, second, second, third, third, [64], [10]])
    expect(blocks(architecture).map((block) => block.output)).toEqual([stem, second, third])
  })

  it("rounds odd sizes up at a stride, as the padding of (kernel - 1) / 2 does", () => {
    expect(shapes(resnet({ depth: 8, input: [29, 5, 1], classes: 2 })).at(-3)).toEqual([8, 2, 64])
  })

  it.each<[Layer, readonly [number] | readonly [number, number, number], RegExp]>([
    [
      { kind: "convolution", name: "a", kernel: [3, 3], stride: 1, inputs: 3, outputs: 4, groups: 1 },
      [8, 8, 1],
      /a: expected 3/
    ],
    [
      { kind: "convolution", name: "a", kernel: [2, 3], stride: 1, inputs: 1, outputs: 4, groups: 1 },
      [8, 8, 1],
      /odd.*2×3/
    ],
    [{ kind: "batchNorm", name: "a", channels: 2 }, [8, 8, 1], /a: expected 2 channels, got 1/],
    [{ kind: "dense", name: "a", inputs: 4, outputs: 2 }, [5], /a: expected 4 channels, got 5/],
    [{ kind: "dense", name: "a", inputs: 4, outputs: 2 }, [8, 8, 4], /a: expected a vector/],
    [{ kind: "globalAveragePool" }, [4], /globalAveragePool: expected an image/],
    [
      { kind: "residual", name: "a", branch: [{ kind: "subsample", stride: 2 }], shortcut: [] },
      [8, 8, 1],
      /a: the branch gives \[4,4,1\], the shortcut \[8,8,1\]/
    ]
  ])("treats a layer that does not fit as misuse: %j on %j", (layer, input, message) => {
    expect(() => outputShape(layer, input)).toThrow(RangeError)
    expect(() => outputShape(layer, input)).toThrow(message)
  })
})
