import { sizeOf, variable } from "@ebcle/tensor"
import { resnet } from "@ebcle/zoo"
import { describe, expect, it } from "vitest"
import type { Parameter, ParameterRole } from "../src/buildNetwork.ts"
import { initialParameter } from "../src/initialParameter.ts"
import { parametersOf } from "./tinyTask.ts"

const parameter = (name: string, role: ParameterRole, shape: ReadonlyArray<number>): Parameter => ({
  name,
  role,
  value: variable(name, shape)
})

describe("initialParameter", () => {
  it.each([
    ["convolution", [3, 3, 32, 64], 288],
    ["pointwise", [1, 1, 128, 256], 128],
    ["dense", [400, 100], 400]
  ] as const)("starts the kernel of a %s layer with mean 0 and variance 2 / fan-in", (name, shape, fanIn) => {
    const values = initialParameter(parameter(name, "kernel", shape), 1)
    const count = sizeOf(shape)
    expect(values).toHaveLength(count)
    const mean = values.reduce((sum, value) => sum + value, 0) / count
    const variance = values.reduce((sum, value) => sum + value * value, 0) / count
    const expected = 2 / fanIn
    expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(expected / count))
    expect(Math.abs(variance / expected - 1)).toBeLessThan(5 * Math.sqrt(2 / count))
  })

  it.each([
    ["scale", 1],
    ["movingVariance", 1],
    ["bias", 0],
    ["offset", 0],
    ["movingMean", 0]
  ] as const)("starts a %s at %d", (role, start) => {
    expect(initialParameter(parameter("x", role, [5]), 3)).toEqual(new Float32Array(5).fill(start))
  })

  it("gives each parameter a stream of its own, which the seed and its name decide", () => {
    const shape = [3, 3, 4, 4]
    const [a, b] = [parameter("a", "kernel", shape), parameter("b", "kernel", shape)]
    expect(initialParameter(a, 1)).toEqual(initialParameter(a, 1))
    expect(initialParameter(a, 1)).not.toEqual(initialParameter(b, 1))
    expect(initialParameter(a, 1)).not.toEqual(initialParameter(a, 2))
  })

  it("starts the layers that two depths share alike", () => {
    const start = (depth: number) =>
      new Map(
        parametersOf(resnet({ depth, input: [8, 8, 3], classes: 4 })).map((one) => [one.name, initialParameter(one, 1)])
      )
    const [shallow, deep] = [start(8), start(14)]
    expect(deep.size).toBeGreaterThan(shallow.size)
    for (const [name, values] of shallow) expect(deep.get(name), name).toEqual(values)
  })
})
