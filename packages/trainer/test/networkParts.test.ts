import { programRoots, topologicalOrder } from "@ebcle/tensor"
import { type Architecture, densenet, efficientnet, resnet } from "@ebcle/zoo"
import { describe, expect, it } from "vitest"
import { networkParts, partOf } from "../src/networkParts.ts"
import { trainProgram } from "../src/trainProgram.ts"
import { tinyTask } from "./tinyTask.ts"

const networks: ReadonlyArray<readonly [string, Architecture]> = [
  ["resnet", resnet({ depth: 8, width: 4, input: [8, 8, 3], classes: 4 })],
  ["densenet", densenet({ depth: 10, growthRate: 4, input: [8, 8, 3], classes: 4 })],
  ["efficientnet", efficientnet({ variant: 0, input: [32, 32, 3], classes: 4 })]
]

describe.each(networks)("the parts of a %s", (_, architecture) => {
  it("are its layers in order: stem, blocks, head", () => {
    const parts = networkParts(architecture)
    expect(parts.flatMap(({ layers }) => layers)).toEqual(architecture.layers)
    const blocks = architecture.stages.flatMap(({ blocks }) => blocks.map(({ name }) => name))
    expect(parts.map(({ name }) => name)).toEqual([
      ...(architecture.stem.length > 0 ? ["stem"] : []),
      ...blocks,
      "head"
    ])
  })

  it("hold every operation of the network, forward and backward", () => {
    const { program } = trainProgram(architecture, tinyTask().recipe, { count: 64, stepsPerEpoch: 4 })
    const nodes = topologicalOrder(programRoots(program)).filter(({ operation }) => operation.name !== "constant")
    const part = partOf(architecture)
    const known = new Set([...networkParts(architecture).map(({ name }) => name), "loss"])
    const outside = nodes.filter(({ layer }) => layer === undefined || !known.has(part(layer)))
    // Data and optimizer state belong to no part of the network.
    expect(
      outside
        .filter(({ phase }) => phase !== "input" && phase !== "optimizer")
        .map(({ layer, operation, phase }) => `${operation.name} of ${layer} ${phase}`)
    ).toEqual([])
    for (const phase of ["forward", "backward"] as const) {
      expect(new Set(nodes.filter((node) => node.phase === phase).map(({ layer }) => part(layer!)))).toEqual(known)
    }
  })

  it("say of an unknown layer that it is one of its own", () => {
    expect(partOf(architecture)("loss")).toBe("loss")
  })
})
