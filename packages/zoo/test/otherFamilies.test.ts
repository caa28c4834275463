import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import {
  type Architecture,
  countActivations,
  countMacs,
  countParameters,
  densenet,
  describe as describeNetwork,
  efficientnet,
  resnext,
  shapes
} from "../src/index.ts"
import { naiveForward } from "./naiveForward.ts"

interface Counted {
  readonly trainable: number
  readonly statistics: number
  readonly macs: number
  readonly activations: number
}

/** Counted by PyTorch: golden/counts.py. */
const { members: golden }: { readonly members: Readonly<Record<string, Counted>> } = JSON.parse(
  readFileSync(new URL("golden/counts.json", import.meta.url), "utf8")
)
const small = { input: [32, 32, 3], classes: 10 } as const

const networks: Readonly<Record<string, Architecture>> = {
  "densenet-40-12": densenet({ depth: 40, growthRate: 12, ...small }),
  "densenet-10-5": densenet({ depth: 10, growthRate: 5, input: [16, 16, 3], classes: 4 }),
  "resnext-29-8x16": resnext({ depth: 29, cardinality: 8, baseWidth: 16, ...small }),
  "resnext-11-2x4": resnext({ depth: 11, cardinality: 2, baseWidth: 4, input: [12, 12, 3], classes: 4 }),
  "efficientnet-b0-32": efficientnet({ variant: 0, ...small }),
  "efficientnet-b0-224": efficientnet({ variant: 0, input: [224, 224, 3], classes: 1000 }),
  "efficientnet-b1-240": efficientnet({ variant: 1, input: [240, 240, 3], classes: 1000 }),
  "efficientnet-b2-260": efficientnet({ variant: 2, input: [260, 260, 3], classes: 1000 })
}

describe("networks of the other families", () => {
  it.each(Object.keys(golden))("%s counts what PyTorch counts", (name) => {
    const network = networks[name]!
    const activations = countActivations(network) / 4
    expect({ ...countParameters(network), macs: countMacs(network), activations }).toEqual(golden[name])
  })

  // What the papers' authors and torchvision publish.
  it.each([
    ["efficientnet-b0-224", 5_288_548],
    ["efficientnet-b1-240", 7_794_184],
    ["efficientnet-b2-260", 9_109_994]
  ])("%s has the published %i parameters", (name, parameters) => {
    expect(countParameters(networks[name]!).trainable).toBe(parameters)
  })

  it.each([
    densenet({ depth: 7, growthRate: 3, input: [8, 8, 3], classes: 4 }),
    resnext({ depth: 11, cardinality: 2, baseWidth: 4, input: [4, 4, 3], classes: 4 })
  ])("$name agrees with a forward pass by plain loops", (network) => {
    const measured = naiveForward(network)
    expect({ ...countParameters(network), macs: countMacs(network) }).toEqual({
      trainable: measured.parameters,
      statistics: measured.statistics,
      macs: measured.multiplyAdds
    })
  })

  it("have the layers on the longest path that their names say, and EfficientNet-B0 has 50", () => {
    expect(Object.values(networks).map(({ depth }) => depth)).toEqual([40, 10, 29, 11, 50, 50, 70, 70])
  })

  it("halve images of 32 pixels four times in EfficientNet, and of 224 five times", () => {
    const last = (name: string) =>
      shapes(networks[name]!)
        .filter((shape) => shape.length === 3)
        .at(-1)
    expect([last("efficientnet-b0-32"), last("efficientnet-b0-224")]).toEqual([[2, 2, 1280], [7, 7, 1280]]) // biome-ignore format: one line
  })

  it("show what joins, gates, pools and stands in groups", () => {
    const text = [...Object.values(networks)].map(describeNetwork).join("\n")
    expect(text).toContain("and (norm, relu, conv 3×3 16→12)")
    expect(text).toContain("average pool 2")
    expect(text).toContain("conv 3×3 128→128 in 8 groups")
    expect(text).toContain("times (global average pool, dense 96→4, swish, dense 4→96, sigmoid)")
  })
})
