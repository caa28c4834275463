import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { type PhiloxBlock, philox, philoxUniform } from "../src/philox.ts"

interface Golden {
  readonly cases: ReadonlyArray<{
    readonly key: readonly [number, number]
    readonly counter: PhiloxBlock
    readonly shape: ReadonlyArray<number>
    readonly multiples: ReadonlyArray<number>
  }>
}

/** Written by `golden/randomUniform.py`. */
const golden: Golden = JSON.parse(readFileSync(new URL("golden/randomUniform.json", import.meta.url), "utf8"))

const words = (text: string) => text.split(" ").map((word) => Number.parseInt(word, 16) | 0)

describe("philox", () => {
  // Random123 1.14, tests/kat_vectors, philox4x32 with 10 rounds.
  it.each([
    ["00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    ["ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    ["243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"]
  ])("gives the published answer at counter %s", (counter, key, block) => {
    const [k0, k1] = words(key)
    expect(philox([k0!, k1!], words(counter) as unknown as PhiloxBlock)).toEqual(words(block))
  })
})

describe("philoxUniform", () => {
  it.each(golden.cases)("gives TensorFlow's bits for key $key and counter $counter", ({ counter, key, multiples }) => {
    expect([...philoxUniform(key, counter, multiples.length)].map((number) => number * 2 ** 23)).toEqual(multiples)
  })

  it("fills [0, 1) evenly", () => {
    const [count, bins] = [100_000, 20]
    const numbers = philoxUniform([5, 0], [0, 0, 0, 0], count)
    const counts = new Array<number>(bins).fill(0)
    for (const number of numbers) counts[Math.floor(number * bins)]!++
    const expected = count / bins
    const chiSquare = counts.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0)
    // 99.9 % quantile with 19 degrees of freedom.
    expect(chiSquare).toBeLessThan(43.8)
  })
})
