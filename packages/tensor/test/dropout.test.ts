import { describe, expect, it } from "vitest"
import { type DropChoice, dropout, stochasticDepth } from "../src/dropout.ts"
import { evaluate } from "../src/evaluate.ts"
import { multiply } from "../src/operations/elementwise.ts"
import { constant, scalar, variable } from "../src/operations/leaves.ts"
import { matMul } from "../src/operations/matMul.ts"
import { reduceSum } from "../src/operations/reduce.ts"
import { programRoots } from "../src/program.ts"
import { type RandomSource, randomSource, seedWords } from "../src/randomSource.ts"
import { TensorError } from "../src/tensorError.ts"
import type { Shape } from "../src/tensorType.ts"
import { topologicalOrder } from "../src/topologicalOrder.ts"
import type { Value } from "../src/value.ts"
import { withPrecision } from "../src/withPrecision.ts"
import { expectGradients } from "./finiteDifferences.ts"
import { randomTensor } from "./random.ts"

const seeded = (step: number): RandomSource =>
  randomSource(constant([...seedWords(7)], [2], "int32"), scalar(step, "int32"))

type Drop = (x: Value, choice: DropChoice) => Value

/** What becomes of ones in a step. */
const dropOnes = (drop: Drop, shape: Shape, rate: number, step: number): Float64Array => {
  const x = variable("x", shape)
  const y = drop(x, { name: "a", rate, random: seeded(step) })
  const ones = randomTensor(shape, 1).data.map(() => 1)
  return evaluate({ outputs: { y }, updates: [] }, { x: { shape, data: ones } }).outputs.y!.data
}

const both: ReadonlyArray<readonly [string, Drop]> = [
  ["dropout", dropout],
  ["stochasticDepth", stochasticDepth]
]

describe.each(both)("%s", (_, drop) => {
  it("is the identity at test time and at a rate of 0", () => {
    const x = variable("x", [2, 3, 3, 2])
    expect(drop(x, { name: "a", rate: 0.5, random: undefined })).toBe(x)
    expect(drop(x, { name: "a", rate: 0, random: seeded(1) })).toBe(x)
  })

  it("drops as often as asked, divides the rest, and draws anew in each step", () => {
    const rate = 0.25
    const steps = Array.from({ length: 40 }, (_, step) => dropOnes(drop, [50, 2, 1, 3], rate, step))
    const values = steps.flatMap((step) => [...step])
    expect(new Set(values)).toEqual(new Set([0, 1 / (1 - rate)]))
    // Units that are dropped together count once: 2000 images at least, so five standard deviations are below 0.05.
    expect(Math.abs(values.filter((value) => value === 0).length / values.length - rate)).toBeLessThan(0.05)
    expect(steps[1]).not.toEqual(steps[0])
  })

  it("has the gradient of its mask", () => {
    const x = variable("x", [4, 2, 2, 3])
    const y = drop(x, { name: "a", rate: 0.4, random: seeded(1) })
    const target = reduceSum(multiply(y, y), [0, 1, 2, 3])
    expectGradients(target, [x], { x: randomTensor(x.shape, 3) })
  })

  it("stays in the precision of what it drops from", () => {
    const [x, w] = [variable("x", [2, 3]), variable("w", [3, 3])]
    const y = drop(matMul(x, w), { name: "a", rate: 0.4, random: seeded(1) })
    const program = withPrecision({ outputs: { z: matMul(y, w) }, updates: [] }, "bfloat16")
    const types = topologicalOrder(programRoots(program)).flatMap(({ operation, outputs }) =>
      operation.name === "where" ? outputs.map(({ dtype }) => dtype) : []
    )
    expect(types).toEqual(["bfloat16"])
  })

  it.each([-0.1, 1, Number.NaN])("refuses a rate of %d", (rate) => {
    expect(() => drop(variable("x", [2, 2]), { name: "a", rate, random: seeded(1) })).toThrow(TensorError)
  })
})

it("dropout decides element by element, stochasticDepth image by image", () => {
  const rows = (values: Float64Array) => Array.from({ length: 30 }, (_, i) => new Set(values.slice(4 * i, 4 * i + 4)))
  const mixed = (drop: Drop) => rows(dropOnes(drop, [30, 2, 2, 1], 0.5, 3)).filter(({ size }) => size > 1).length
  expect(mixed(dropout)).toBeGreaterThan(20)
  expect(mixed(stochasticDepth)).toBe(0)
})
