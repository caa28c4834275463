import fc from "fast-check"
import { expect, it } from "vitest"
import type { Layer } from "../src/index.ts"
import { smallestInput } from "../src/smallestInput.ts"

const conv = (stride: number): Layer => ({
  kind: "convolution",
  name: "c",
  kernel: [3, 3],
  stride,
  inputs: 1,
  outputs: 1,
  groups: 1
})

it("is the first side that leaves every stride as many rows as it steps over", () => {
  const suffices = (strides: ReadonlyArray<number>, side: number): boolean => {
    let rows = side
    return strides.every((stride) => {
      const enough = rows >= stride
      rows = Math.floor((rows + 2 - 3) / stride) + 1
      return enough
    })
  }
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 }), (strides) => {
      let side = 1
      while (!suffices(strides, side)) side++
      expect(smallestInput(strides.map(conv))).toBe(side)
    })
  )
})

it("takes the hungrier of branch and shortcut", () => {
  const residual: Layer = {
    kind: "residual",
    name: "r",
    branch: [conv(2), conv(2)],
    shortcut: [{ kind: "subsample", stride: 4 }]
  }
  expect(smallestInput([residual])).toBe(4)
  expect(smallestInput([{ ...residual, shortcut: [] }])).toBe(3)
})
