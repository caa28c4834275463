import { describe, expect, it } from "vitest"
import {
  type Architecture,
  countMacs,
  countParameters,
  densenet,
  describeDifference,
  difference,
  efficientnet,
  parts,
  resnet,
  resnext,
  restrict
} from "../src/index.ts"

const task = { input: [32, 32, 3], classes: 10 } as const
const baseline = resnet({ depth: 20, ...task })
const restricted = restrict(baseline, 4, { macs: 0.6 })

const networks: ReadonlyArray<Architecture> = [
  baseline,
  restricted,
  densenet({ depth: 40, growthRate: 12, ...task }),
  resnext({ depth: 29, cardinality: 8, baseWidth: 16, ...task }),
  efficientnet({ variant: 0, ...task })
]

const names = (before: Architecture, after: Architecture) => difference(before, after).parts.map(({ name }) => name)

describe("parts", () => {
  it.each(networks)("of $name are the whole network", (network) => {
    const all = parts(network)
    const sum = (of: (part: (typeof all)[number]) => number) => all.reduce((total, part) => total + of(part), 0)
    expect(all.flatMap(({ layers }) => layers)).toEqual(network.layers)
    expect(sum(({ macs }) => macs)).toBe(countMacs(network))
    const { statistics, trainable } = countParameters(network)
    expect([sum(({ parameters }) => parameters), sum(({ statistics }) => statistics)]).toEqual([trainable, statistics])
    expect(all.at(-1)!.output).toEqual([10])
  })
})

describe("difference", () => {
  it.each(networks)("of $name and itself is nothing", (network) => {
    expect(names(network, network)).toEqual([])
    expect(describeDifference(network, network)).toContain("Layer by layer they are the same.")
  })

  it("of a restriction without widening is the blocks that it cut", () => {
    expect(names(baseline, restrict(baseline, 4, "none"))).toEqual([
      "stage1.block3",
      "stage2.block2",
      "stage2.block3",
      "stage3.block2",
      "stage3.block3"
    ])
  })

  it("has parts of the second network behind those that they follow there", () => {
    const shallow = restrict(baseline, 4, "none")
    const cut = difference(baseline, shallow)
    const grown = difference(shallow, baseline)
    expect(grown.parts).toEqual(cut.parts.map(({ before, name }) => ({ name, after: before })))
    expect([grown.before, grown.after]).toEqual([cut.after, cut.before])
  })

  it("of other classes is the head", () => {
    const { parts: changed } = difference(baseline, resnet({ depth: 20, ...task, classes: 100 }))
    expect(changed.map(({ name }) => name)).toEqual(["head"])
    expect([changed[0]!.before!.parameters, changed[0]!.after!.parameters]).toEqual([65 * 10, 65 * 100])
  })

  it("is shown as figures, and as parts before and after", () => {
    const lines = describeDifference(baseline, restricted).split("\n")
    expect(lines.slice(0, 2)).toEqual([
      "ResNet-20 → ResNet-10 [2, 1, 1] width 19",
      "Depth cut from 20 to 10 layers: 4 of 9 blocks kept, [2, 1, 1] per stage, under a bound of 4."
    ])
    expect(lines).toContain("multiply-adds  40,551,040  23,814,904           0.587")
    const signs = lines.flatMap((line) => /^[-+] \S+/.exec(line) ?? [])
    expect(signs).toEqual(
      difference(baseline, restricted).parts.flatMap(({ after, before, name }) => [
        ...(before ? [`- ${name}`] : []),
        ...(after ? [`+ ${name}`] : [])
      ])
    )
  })
})
