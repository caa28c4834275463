import { describe, expect, it } from "vitest"
import { gradients } from "../src/gradients.ts"
import { batchNorm } from "../src/operations/batchNorm.ts"
import { argMax, oneHot, softmaxCrossEntropy } from "../src/operations/classification.ts"
import { add, cast, minimum, multiply, relu } from "../src/operations/elementwise.ts"
import { constant, scalar, variable } from "../src/operations/leaves.ts"
import { matMul } from "../src/operations/matMul.ts"
import { reduceMean, reduceSum } from "../src/operations/reduce.ts"
import { operations } from "../src/operations.ts"
import type { Shape } from "../src/tensorType.ts"
import { topologicalOrder } from "../src/topologicalOrder.ts"
import type { Value } from "../src/value.ts"
import { expectGradients } from "./finiteDifferences.ts"
import { gradientCases } from "./gradientCases.ts"
import { miniResNet } from "./miniResNet.ts"
import { randomTensor } from "./random.ts"

const allAxes = (shape: Shape) => shape.map((_, axis) => axis)

/** A scalar that gives every element of a value a weight of its own. */
const weighted = (y: Value): Value => {
  const weights = constant([...randomTensor(y.shape, 99).data], y.shape)
  return reduceSum(multiply(y, weights), allAxes(y.shape))
}

const operationNames = (target: Value) => topologicalOrder([target]).map(({ operation }) => operation.name)

describe("gradients of an operation agree with central differences", () => {
  it.each(gradientCases.map((one) => [`${one.operation}: ${one.setting}`, one] as const))("%s", (_, one) => {
    const variables = one.shapes.map((shape, i) => variable(`operand ${i}`, shape))
    const target = weighted(one.build(...variables))
    expect(operationNames(target)).toContain(one.operation)
    const state = Object.fromEntries(one.shapes.map((shape, i) => [`operand ${i}`, randomTensor(shape, i + 1)]))
    expectGradients(target, variables, state)
  })

  it("for every operation that has one", () => {
    const differentiable = operations.filter(({ gradient }) => gradient !== undefined).map(({ name }) => name)
    expect([...new Set(gradientCases.map(({ operation }) => operation))].sort()).toEqual(differentiable.sort())
  })
})

describe("gradients of a program", () => {
  it("sum over the uses of a value", () => {
    const x = variable("x", [3])
    const y = add(multiply(x, x), relu(x))
    expectGradients(weighted(add(multiply(y, x), multiply(x, scalar(3)))), [x], { x: randomTensor([3], 5) })
  })

  it("agree with differences in a ResNet with a shortcut of option A and label smoothing", () => {
    const { loss, parameters, shapes } = miniResNet()
    const state = Object.fromEntries([...shapes].map(([name, shape], i) => [name, randomTensor(shape, 200 + i)]))
    expectGradients(loss, parameters, state)
  })

  it("can be differentiated again where the gradients of the operations can", () => {
    const [a, b] = [variable("a", [2, 3]), variable("b", [3, 2])]
    const product = matMul(a, b)
    const [da] = gradients(reduceSum(multiply(product, multiply(product, product)), [0, 1]), [a])
    expectGradients(reduceSum(multiply(da!, da!), [0, 1]), [a, b], {
      a: randomTensor([2, 3], 7),
      b: randomTensor([3, 2], 8)
    })
  })

  it("of the target itself is one, and of an inner value stops there", () => {
    const x = variable("x", [])
    const y = multiply(x, x)
    const target = multiply(y, scalar(5))
    const [ofTarget, ofY] = gradients(target, [target, y])
    expect(ofTarget!.node.attributes).toMatchObject({ values: [1] })
    expect(operationNames(ofY!)).not.toContain("variable")
  })

  it("do not overflow the stack in a chain of 20,000 operations", () => {
    const x = variable("x", [])
    let y: Value = x
    for (let i = 0; i < 20_000; i++) y = add(y, x)
    expectGradients(y, [x], { x: randomTensor([], 1) })
  })
})

describe("gradients are refused", () => {
  const x = variable("x", [2, 2, 2, 2])
  const w = variable("w", [2, 3])
  const unused = variable("unused", [2])

  it.each<readonly [string, () => Value, ReadonlyArray<Value>, string]>([
    ["of a vector", () => reduceSum(w, [0]), [w], "gradients: the target must be a float32 scalar, not float32[3]"],
    ["of an integer", () => scalar(1, "int32"), [w], "gradients: the target must be a float32 scalar, not int32[]"],
    [
      "for what the target does not depend on",
      () => reduceSum(w, [0, 1]),
      [unused],
      "gradients: the target does not depend on float32[2]"
    ],
    [
      "through integers",
      () => reduceSum(cast(argMax(w), "float32"), [0]),
      [w],
      "gradients: the target does not depend on float32[2,3]"
    ],
    ["through minimum", () => reduceSum(minimum(w, w), [0, 1]), [w], "gradients: minimum has no gradient"],
    [
      "through the statistics of batchNorm",
      () => reduceSum(batchNorm(x, constant([1, 1], [2]), constant([0, 0], [2]), { epsilon: 1e-5 }).variance, [0]),
      [x],
      "batchNorm: gradients flow through y alone, not through the batch's statistics"
    ],
    [
      "of the gradient of softmaxCrossEntropy",
      () => {
        const targets = oneHot(constant([0, 1], [2], "int32"), { depth: 3, on: 1, off: 0 })
        const [dw] = gradients(reduceMean(softmaxCrossEntropy(w, targets), [0]), [w])
        return reduceSum(multiply(dw!, dw!), [0, 1])
      },
      [w],
      "softmaxCrossEntropy: has no second derivative"
    ]
  ])("%s", (_, target, withRespectTo, message) => {
    expect(() => gradients(target(), withRespectTo)).toThrow(message)
  })
})
