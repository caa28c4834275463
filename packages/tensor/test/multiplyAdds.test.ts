import { describe, expect, it } from "vitest"
import { gradients } from "../src/gradients.ts"
import { multiplyAdds } from "../src/multiplyAdds.ts"
import { conv2d } from "../src/operations/conv2d.ts"
import { eachProduct } from "../src/operations/convolutionGeometry.ts"
import { relu } from "../src/operations/elementwise.ts"
import { variable } from "../src/operations/leaves.ts"
import { matMul } from "../src/operations/matMul.ts"
import { reduceSum } from "../src/operations/reduce.ts"
import type { Value } from "../src/value.ts"

const of = (...values: ReadonlyArray<Value>) =>
  multiplyAdds({ outputs: Object.fromEntries(values.map((value, i) => [i, value])), updates: [] })

describe("multiplyAdds", () => {
  it.each([
    [
      [2, 5, 4, 6],
      [3, 2, 6, 4],
      [1, 1]
    ],
    [
      [2, 5, 4, 6],
      [1, 1, 2, 9],
      [2, 1]
    ],
    [
      [1, 7, 7, 6],
      [3, 3, 1, 6],
      [2, 2]
    ]
  ] as const)(
    "of an image %j under a kernel %j by strides %j are its products, three times with both gradients",
    (image, kernel, strides) => {
      const [x, w] = [variable("x", image), variable("w", kernel)]
      const attributes = { strides, dilations: [1, 1], padding: [[0, 0], [0, 0]] } as const // biome-ignore format: pairs
      const y = conv2d(x, w, attributes)
      let products = 0
      eachProduct(image, kernel, y.shape, attributes, () => {
        products += 1
      })
      expect(of(y)).toBe(products)
      const loss = reduceSum(relu(y), [0, 1, 2, 3])
      expect(of(loss, ...gradients(loss, [w]))).toBe(2 * products)
      expect(of(loss, ...gradients(loss, [x, w]))).toBe(3 * products)
    }
  )

  it("of a matrix product are rows, inner and columns multiplied, transposed or not", () => {
    const [a, b] = [variable("a", [2, 3]), variable("b", [3, 5])]
    const loss = reduceSum(relu(matMul(a, b)), [0, 1])
    expect(of(loss)).toBe(30)
    expect(of(loss, ...gradients(loss, [a, b]))).toBe(90)
    expect(of(matMul(a, variable("c", [5, 3]), false, true))).toBe(30)
    expect(of(matMul(variable("d", [3, 2]), b, true))).toBe(30)
  })
})
