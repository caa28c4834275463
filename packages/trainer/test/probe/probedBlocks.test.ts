import type { HostTensors } from "@ebcle/engine"
import { type Bindings, evaluate, programVariables, variable } from "@ebcle/tensor"
import { densenet, resnet } from "@ebcle/zoo"
import { describe, expect, it } from "vitest"
import { probedBlocks } from "../../src/probe/probedBlocks.ts"
import { probeProgram } from "../../src/probe/probeProgram.ts"
import { randomStream } from "../../src/randomStream.ts"
import { parametersOf } from "../tinyTask.ts"

const images = 6
const small = { input: [8, 8, 2], classes: 3 } as const

/** The blocks of a network whose variables are random but for some: what they are filled with, by the ends of their names. */
const probed = (network: ReturnType<typeof resnet>, given: Readonly<Record<string, number>> = {}) => {
  const weights = new Map(parametersOf(network).map(({ name, value }) => [name, variable(name, value.shape)]))
  const program = probeProgram(network, weights, 10, images)
  const { integer, normal } = randomStream(3, "variables")
  const state: Bindings = Object.fromEntries(
    [...programVariables(program)].map(([name, { dtype, shape }]) => {
      const size = shape.reduce((product, axis) => product * axis, 1)
      const fixed = Object.entries(given).find(([end]) => name.endsWith(end))?.[1]
      const random = dtype === "uint8" ? () => integer(256) : () => (name.endsWith("variance") ? 1 : normal())
      return [name, { shape, data: Float64Array.from({ length: size }, () => fixed ?? random()) }]
    })
  )
  const { outputs } = evaluate(program, state)
  return probedBlocks(network, outputs as unknown as HostTensors)
}

describe("a probe", () => {
  it("sees that a block whose branch is zero is the identity", () => {
    const blocks = probed(resnet({ depth: 14, width: 3, ...small }), {
      "stage2.block2.norm2.scale": 0,
      "stage2.block2.norm2.offset": 0
    })
    expect(blocks.map(({ record }) => record.block)).toEqual(
      [1, 2, 3].flatMap((stage) => [1, 2].map((block) => `stage${stage}.block${block}`))
    )
    const { cka, debiasedCka, ratio } = blocks[3]!.record
    expect(ratio).toBe(0)
    expect(cka).toBeCloseTo(1, 10)
    expect(debiasedCka).toBeCloseTo(1, 10)
    for (const [i, { ratios, record }] of blocks.entries()) {
      expect(ratios).toHaveLength(images)
      if (i === 3) continue
      expect(record.ratio).toBeGreaterThan(0.1)
      expect(record.cka).toBeLessThan(0.99)
    }
  })

  it("measures the branch against what it is added to", () => {
    // Of a batch norm that gives its offset alone, whatever comes in: 8 · 8 pixels, 3 channels of 2 each.
    const [block] = probed(resnet({ depth: 8, width: 3, ...small }), {
      "block1.norm2.scale": 0,
      "block1.norm2.offset": 2,
      "stem.norm.scale": 0,
      "stem.norm.offset": 4
    })
    expect([...Array.from(block!.ratios!)]).toEqual(new Array(images).fill(0.5))
    // What goes in is the same for every image.
    expect(block!.record).toMatchObject({ ratio: 0.5, cka: null, debiasedCka: null })
  })

  it("measures the share of the new features of a dense block", () => {
    const network = densenet({ depth: 7, growthRate: 3, ...small })
    const [block] = probed(network)
    for (const ratio of Array.from(block!.ratios!)) {
      expect(ratio).toBeGreaterThan(0)
      expect(ratio).toBeLessThan(1)
    }
    expect(probed(network, { "stage1.block1.conv.kernel": 0 })[0]!.record).toMatchObject({ ratio: 0 })
  })
})
