import {
  add,
  batchNorm,
  concat,
  constant,
  gradients,
  multiply,
  type Program,
  programRoots,
  reduceSum,
  relu,
  reshape,
  topologicalOrder,
  type Value,
  variable
} from "@ebcle/tensor"
import { describe, expect, it } from "vitest"
import { fuseNormalisation } from "../src/tensorflow/kernels/fuseNormalisation.ts"

const x = variable("x", [2, 3, 4, 5])
const side = variable("side", [2, 3, 4, 5])
const scale = variable("scale", [5])
const offset = variable("offset", [5])
const ones = constant([1, 1, 1, 1, 1], [5])

const norm = (of: Value) => batchNorm(of, scale, offset, { epsilon: 1e-5 })

/** A step: a sum of what was built, its gradients, and the statistics. */
const step = (build: (y: Value) => Value): Program => {
  const { mean, variance, y } = norm(x)
  const loss = reduceSum(build(y), [0, 1, 2, 3])
  const [dx, dScale, dOffset, dSide] = gradients(add(loss, reduceSum(multiply(side, side), [0, 1, 2, 3])), [
    x,
    scale,
    offset,
    side
  ])
  return { outputs: { loss, mean, variance, dx: dx!, dScale: dScale!, dOffset: dOffset!, dSide: dSide! }, updates: [] }
}

/** How often each of the operations in question is left. */
const left = (program: Program) => {
  const names = topologicalOrder(programRoots(fuseNormalisation(program))).map(({ operation }) => operation.name)
  const count = (name: string) => names.filter((other) => other === name).length
  return {
    norms: count("batchNorm") + count("batchNormGradient"),
    fused: count("fusedNorm"),
    gradients: count("fusedNormGradient"),
    relu: count("relu"),
    reluGradient: count("reluGradient")
  }
}

const all = { norms: 0, fused: 1, gradients: 1, relu: 0, reluGradient: 0 }

describe("fuseNormalisation", () => {
  it.each<readonly [string, (y: Value) => Value, object]>([
    ["alone", (y) => multiply(y, side), all],
    ["with a relu", (y) => multiply(relu(y), side), all],
    ["with an addition and a relu, whose gradient goes two ways", (y) => relu(add(y, side)), all],
    [
      "with a relu that is used twice",
      (y) => {
        const activated = relu(add(y, side))
        return multiply(activated, add(activated, side))
      },
      all
    ],
    [
      "but not with a relu of what is used otherwise too",
      (y) => multiply(relu(y), y),
      { ...all, relu: 1, reluGradient: 1 }
    ],
    ["but not with a sum that repeats the other", (y) => relu(add(y, ones)), { ...all, relu: 1, reluGradient: 1 }],
    ["but not with a sum of itself", (y) => relu(add(y, y)), { ...all, relu: 1, reluGradient: 1 }]
  ])("takes a batch norm %s", (_, build, expected) => {
    expect(left(step(build))).toEqual(expected)
  })

  it("gives a sum of two batch norms to one of them", () => {
    const other = batchNorm(side, ones, ones, { epsilon: 1e-5 }).y
    expect(left(step((y) => relu(add(other, y))))).toEqual({ ...all, fused: 2, gradients: 2 })
  })

  it("adds the channels of the gradient of a concatenation without cutting them out", () => {
    const joined = (y: Value) => {
      const both = concat([x, side], 3)
      return add(relu(y), reshape(reduceSum(multiply(both, both), [3]), [2, 3, 4, 1]))
    }
    const nodes = topologicalOrder(programRoots(fuseNormalisation(step(joined))))
    const gradient = nodes.find(({ operation }) => operation.name === "fusedNormGradient")!
    expect(gradient.attributes).toMatchObject({ addendChannel: 0 })
    expect(gradient.inputs.at(-1)!.shape).toEqual([2, 3, 4, 10])
  })

  it("leaves what is added where it depends on the same batch norm", () => {
    const { mean, y } = norm(x)
    const sum = relu(add(y, multiply(side, mean)))
    expect(left({ outputs: { sum }, updates: [] })).toEqual({ ...all, gradients: 0, relu: 1 })
  })

  it("is nothing to a program without batch norms: its very nodes stay", () => {
    const loss = reduceSum(relu(add(x, side)), [0, 1, 2, 3])
    const program: Program = { outputs: { loss }, updates: [] }
    expect(fuseNormalisation(program).outputs.loss!.node).toBe(loss.node)
  })
})
