import { describe, expect, it } from "vitest"
import { evaluate } from "../src/evaluate.ts"
import { gradients } from "../src/gradients.ts"
import { sigmoid, swish, tanh } from "../src/operations/activations.ts"
import { batchNorm } from "../src/operations/batchNorm.ts"
import { argMax, oneHot, softmaxCrossEntropy } from "../src/operations/classification.ts"
import { abs, clip, hardSigmoid, hardSwish, leakyRelu, relu6 } from "../src/operations/clip.ts"
import { add, cast, floorMod, multiply, relu } from "../src/operations/elementwise.ts"
import { groupNorm, layerNorm } from "../src/operations/layerNorm.ts"
import { constant, scalar, variable } from "../src/operations/leaves.ts"
import { meanAbsoluteError, meanSquaredError } from "../src/operations/losses.ts"
import { matMul } from "../src/operations/matMul.ts"
import { reduceMean, reduceSum } from "../src/operations/reduce.ts"
import { reshape } from "../src/operations/reshape.ts"
import { stridedSlice } from "../src/operations/stridedSlice.ts"
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

  it("along a tensor are those of the sum of products with it", () => {
    const [x, weights] = [variable("x", [2, 3]), constant([1, -2, 3, 0.5, 0, 4], [2, 3])]
    const y = multiply(x, relu(x))
    const along = gradients(y, [x], weights)[0]!
    const summed = gradients(reduceSum(multiply(y, weights), [0, 1]), [x])[0]!
    const state = { x: randomTensor([2, 3], 3) }
    const { outputs } = evaluate({ outputs: { along, summed }, updates: [] }, state)
    expect(outputs.along!.data).toEqual(outputs.summed!.data)
    expect(() => gradients(y, [x], scalar(1))).toThrow("the target must be a float32 scalar, not float32[2,3]")
    expect(() => gradients(y, [x], constant([1, 2], [2]))).toThrow("float32[2,3] has no gradients along float32[2]")
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

/** Every operand of a function of tensors, against differences. */
const expectSlopes = (shapes: ReadonlyArray<Shape>, build: (...operands: ReadonlyArray<Value>) => Value) => {
  const operands = shapes.map((shape, i) => variable(`operand ${i}`, shape))
  const state = Object.fromEntries(shapes.map((shape, i) => [`operand ${i}`, randomTensor(shape, i + 31)]))
  expectGradients(weighted(build(...operands)), operands, state)
}

describe("gradients of what is composed of operations agree with differences:", () => {
  it.each<readonly [string, ReadonlyArray<Shape>, (...operands: ReadonlyArray<Value>) => Value]>([
    ["clip", [[3, 4]], (x) => clip(x!, -0.5, 0.5)],
    ["relu6", [[3, 4]], (x) => relu6(multiply(x!, scalar(9)))],
    ["leakyRelu", [[3, 4]], (x) => leakyRelu(x!, 0.2)],
    ["hardSigmoid", [[3, 4]], (x) => hardSigmoid(multiply(x!, scalar(5)))],
    ["hardSwish", [[3, 4]], (x) => hardSwish(multiply(x!, scalar(5)))],
    ["abs", [[3, 4]], (x) => abs(x!)],
    ["layerNorm", [[2, 3, 4], [4], [4]], (x, scale, offset) => layerNorm(x!, scale!, offset!, { epsilon: 1e-3 })],
    [
      "groupNorm",
      [[2, 2, 3, 4], [4], [4]],
      (x, scale, offset) => groupNorm(x!, scale!, offset!, { epsilon: 1e-3, groups: 2 })
    ],
    [
      "meanSquaredError",
      [
        [3, 2],
        [3, 2]
      ],
      (a, b) => meanSquaredError(a!, b!)
    ],
    [
      "meanAbsoluteError",
      [
        [3, 2],
        [3, 2]
      ],
      (a, b) => meanAbsoluteError(a!, b!)
    ],
    [
      "squeeze and excitation",
      [
        [2, 2, 3, 4],
        [4, 2],
        [2, 4]
      ],
      (x, squeeze, expand) => {
        const gates = sigmoid(matMul(swish(matMul(reduceMean(x!, [1, 2]), squeeze!)), expand!))
        return multiply(x!, reshape(gates, [2, 1, 1, 4]))
      }
    ],
    [
      "a recurrent cell over four steps, whose weights are used in each",
      [
        [4, 2, 3],
        [3, 5],
        [5, 5]
      ],
      (x, input, recurrent) => {
        let state: Value = constant(new Array<number>(10).fill(0), [2, 5])
        for (let step = 0; step < 4; step++) {
          const now = reshape(
            stridedSlice(x!, { begin: [step, 0, 0], end: [step + 1, 2, 3], strides: [1, 1, 1] }),
            [2, 3]
          )
          state = tanh(add(matMul(now, input!), matMul(state, recurrent!)))
        }
        return state
      }
    ]
  ])("%s", (_, shapes, build) => {
    expectSlopes(shapes, build)
  })
})

describe("normalisations by their definitions", () => {
  /** Mean 0 and variance 1 of some elements, as a loop has it. */
  const standardised = (elements: ReadonlyArray<number>, epsilon: number) => {
    const mean = elements.reduce((sum, value) => sum + value, 0) / elements.length
    const variance = elements.reduce((sum, value) => sum + (value - mean) ** 2, 0) / elements.length
    return elements.map((value) => (value - mean) / Math.sqrt(variance + epsilon))
  }
  const ones = constant([1, 1, 1, 1], [4])
  const zeros = constant([0, 0, 0, 0], [4])
  const value = (y: Value, x: ReturnType<typeof randomTensor>) =>
    evaluate({ outputs: { y }, updates: [] }, { x }).outputs.y!.data

  it("layerNorm takes each row by itself", () => {
    const x = randomTensor([3, 4], 3)
    const y = value(layerNorm(variable("x", [3, 4]), ones, zeros, { epsilon: 1e-3 }), x)
    for (let row = 0; row < 3; row++) {
      const expected = standardised([...x.data.slice(4 * row, 4 * row + 4)], 1e-3)
      expected.forEach((element, i) => {
        expect(y[4 * row + i]).toBeCloseTo(element, 12)
      })
    }
  })

  it("groupNorm takes each image and group of channels by itself", () => {
    const x = randomTensor([2, 2, 1, 4], 4)
    const y = value(groupNorm(variable("x", [2, 2, 1, 4]), ones, zeros, { epsilon: 1e-3, groups: 2 }), x)
    for (const first of [0, 2, 8, 10]) {
      const places = [first, first + 1, first + 4, first + 5]
      standardised(
        places.map((at) => x.data[at]!),
        1e-3
      ).forEach((element, i) => {
        expect(y[places[i]!]).toBeCloseTo(element, 12)
      })
    }
  })

  it("groupNorm needs groups that divide the channels", () => {
    expect(() => groupNorm(variable("x", [2, 2, 1, 4]), ones, zeros, { epsilon: 1e-3, groups: 3 })).toThrow(
      "groupNorm: float32[2,2,1,4] has no 3 groups of channels"
    )
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
    ["through a remainder", () => reduceSum(floorMod(w, w), [0, 1]), [w], "gradients: floorMod has no gradient"],
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
