import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  type CostModel,
  countMacs,
  countParameters,
  fitCosts,
  modelNamed,
  namedModels,
  resnet,
  stepSeconds,
  stepWork,
  type WorkKind
} from "../src/index.ts"
import { nonNegativeLeastSquares } from "../src/nonNegativeLeastSquares.ts"

const names = namedModels.map(({ names }) => names.split(/,| /)[0]!)
const small = (name: string) => modelNamed(name, [64, 64, 3], 10)
const rates = (scale: number) => ({ perMultiplyAdd: scale * 1e-11, perByte: scale * 1e-10, perLayer: scale * 1e-5 })
const model: CostModel = {
  convolution: rates(1),
  grouped: rates(4),
  dense: rates(2),
  elementwise: { ...rates(5), perMultiplyAdd: 0 },
  update: { ...rates(6), perMultiplyAdd: 0 }
}

describe("stepWork", () => {
  it.each(names)("of %s is all of its multiply-adds and parameters", (name) => {
    const network = small(name)
    const works = stepWork(network, 3)
    expect(works.reduce((sum, { macs }) => sum + macs, 0)).toBe(3 * countMacs(network))
    expect(works.find(({ kind }) => kind === "update")!.bytes).toBe(4 * countParameters(network).trainable)
    expect(new Set(works.map(({ kind, place }) => `${kind} ${place}`)).size).toBe(works.length)
  })
})

describe("fitCosts", () => {
  it("finds the rates that times were made from", () => {
    const measured = names
      .flatMap((name) => stepWork(small(name), 8))
      .map((work) => {
        const { perByte, perLayer, perMultiplyAdd } = model[work.kind]
        return { ...work, seconds: work.macs * perMultiplyAdd + work.bytes * perByte + work.count * perLayer }
      })
    const fitted = fitCosts(measured)
    for (const kind of Object.keys(model) as Array<WorkKind>) {
      for (const [rate, value] of Object.entries(model[kind])) {
        const found = fitted[kind][rate as keyof typeof model.dense]
        expect(Math.abs(found - value), `${kind} ${rate}`).toBeLessThanOrEqual(1e-6 * value + 1e-18)
      }
    }
  })

  it("needs every kind of work", () => {
    const [first] = stepWork(resnet({ depth: 8, input: [8, 8, 3], classes: 2 }), 1)
    expect(() => fitCosts([{ ...first!, seconds: 1 }])).toThrow("no grouped work was measured")
  })
})

describe("stepSeconds", () => {
  it("rises with the images of a step, and with the width", () => {
    const ofWidth = (width: number) => resnet({ depth: 20, width, input: [32, 32, 3], classes: 10 })
    expect(stepSeconds(model, ofWidth(16), 64)).toBeGreaterThan(stepSeconds(model, ofWidth(16), 32))
    expect(stepSeconds(model, ofWidth(17), 32)).toBeGreaterThan(stepSeconds(model, ofWidth(16), 32))
  })
})

describe("nonNegativeLeastSquares", () => {
  // scipy.optimize.nnls of scipy 1.17.1.
  it.each([
    [
      [
        [1, 0],
        [1, 0],
        [0, 1]
      ],
      [2, 1, 1],
      [1.5, 1]
    ],
    [
      [
        [1, 0],
        [1, 0],
        [0, 1]
      ],
      [-1, -1, -1],
      [0, 0]
    ],
    [
      [
        [1, 2, 1],
        [2, 1, 3],
        [3, 5, 1],
        [1, 1, 1]
      ],
      [1, 5, 1, 2],
      [0, 0, 1.5833333333333333]
    ],
    [
      [
        [1, 2, 1],
        [2, 1, 3],
        [3, 5, 1],
        [1, 1, 4]
      ],
      [4, 5, 9, 5],
      [0.7288428324697762, 1.2141623488773747, 0.7702936096718478]
    ]
  ])("of %j and %j is %j", (rows, targets, expected) => {
    nonNegativeLeastSquares(rows, targets).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 9)
    })
  })

  it("is where no coefficient can get better: the conditions of Karush, Kuhn and Tucker", () => {
    const row = fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(row, fc.double({ min: -5, max: 20, noNaN: true })), { minLength: 4, maxLength: 9 }),
        (data) => {
          const rows = data.map(([row]) => row)
          const targets = data.map(([, target]) => target)
          const found = nonNegativeLeastSquares(rows, targets)
          const residuals = rows.map(
            (row, i) => targets[i]! - row.reduce((sum, value, j) => sum + value * found[j]!, 0)
          )
          found.forEach((coefficient, j) => {
            const length = Math.hypot(...rows.map((row) => row[j]!))
            const slope = rows.reduce((sum, row, i) => sum + row[j]! * residuals[i]!, 0) / (length || 1)
            expect(coefficient).toBeGreaterThanOrEqual(0)
            expect(slope).toBeLessThan(1e-6 * Math.hypot(...targets) + 1e-9)
          })
        }
      ),
      { seed: 1 }
    )
  })
})
