import { describe, expect, it } from "vitest"
import { nextUint32, seedXoshiro128 } from "../src/xoshiro128.ts"

const draw = (state: Uint32Array, count: number) => Array.from({ length: count }, () => nextUint32(state))

describe("xoshiro128", () => {
  // What the authors' C program (xoshiro128starstar.c, version 1.1) prints.
  it.each([
    {
      state: [0, 1, 2, 3],
      values: [5760, 17280, 2966400, 32451840, 2604340873, 3891234569, 1254043636, 216095511, 3291724652, 2070429911]
    },
    { state: [1, 2, 3, 4], values: [11520, 0, 5927040, 70819200] }
  ])("gives the reference sequence from $state", ({ state, values }) => {
    expect(draw(Uint32Array.from(state), values.length)).toEqual(values)
  })

  it("gives equal sequences for equal seeds and others for others", () => {
    const first = draw(seedXoshiro128(7), 100)
    expect(draw(seedXoshiro128(7), 100)).toEqual(first)
    for (const seed of [0, 8, 2 ** 32 + 7, 2 ** 53 - 1]) expect(draw(seedXoshiro128(seed), 100)).not.toEqual(first)
  })

  it("never seeds with zeros alone", () => {
    for (const seed of [0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1]) {
      expect(new Set(seedXoshiro128(seed)).size).toBe(4)
    }
  })
})
