import { describe, expect, it } from "vitest"
import { evaluate } from "../src/evaluate.ts"
import { fnv1a } from "../src/fnv1a.ts"
import { input, variable } from "../src/operations/leaves.ts"
import { randomSource, seedWords } from "../src/randomSource.ts"
import { TensorError } from "../src/tensorError.ts"

const draw = (seed: number, purpose: string, step: number, count = 6): ReadonlyArray<number> => {
  const random = randomSource(variable("seed", [2], "int32"), input("step", [], "int32"))
  const { outputs } = evaluate(
    { outputs: { numbers: random(purpose, [count]) }, updates: [] },
    { seed: { shape: [2], data: Float64Array.from(seedWords(seed)) } },
    { step: { shape: [], data: Float64Array.of(step) } }
  )
  return [...outputs.numbers!.data]
}

describe("randomSource", () => {
  it("gives the same numbers for the same seed, purpose and step, and others otherwise", () => {
    const one = draw(1, "flip", 3)
    expect(draw(1, "flip", 3)).toEqual(one)
    const others = [draw(2, "flip", 3), draw(1, "flop", 3), draw(1, "flip", 4), draw(1 + 2 ** 32, "flip", 3)]
    for (const numbers of others) for (const number of numbers) expect(one).not.toContain(number)
  })

  it("begins a longer draw as a shorter one", () => {
    expect(draw(1, "flip", 3, 11).slice(0, 6)).toEqual(draw(1, "flip", 3))
  })

  it("refuses to draw the same numbers twice", () => {
    const random = randomSource(variable("seed", [2], "int32"), input("step", [], "int32"))
    random("flip", [2])
    expect(() => random("flip", [3])).toThrow(
      new TensorError("randomSource", '"flip" has been drawn already; name another purpose')
    )
  })
})

it("seedWords keeps every bit of a seed, the lower word first", () => {
  expect([0, 1, 2 ** 31, 2 ** 32 + 5, 2 ** 53 - 1].map((seed) => [...seedWords(seed)])).toEqual([
    [0, 0],
    [1, 0],
    [-(2 ** 31), 0],
    [5, 1],
    [-1, 2 ** 21 - 1]
  ])
})

it("fnv1a gives the published hashes", () => {
  const words = (hash: bigint) => [Number(BigInt.asIntN(32, hash)), Number(BigInt.asIntN(32, hash >> 32n))]
  expect(fnv1a("")).toEqual(words(0xcbf29ce484222325n))
  expect(fnv1a("a")).toEqual(words(0xaf63dc4c8601ec8cn))
  expect(fnv1a("foobar")).toEqual(words(0x85944171f73967e8n))
})
