import { describe, expect, it } from "vitest"
import { identityOnset } from "../../src/probe/identityOnset.ts"
import { randomStream } from "../../src/randomStream.ts"

/** Ratios of blocks around the given means, image by image. */
const ratiosAround = (means: ReadonlyArray<number>, spread: number) => {
  const { normal } = randomStream(1, "ratios")
  return means.map((mean) => Float64Array.from({ length: 64 }, () => mean * Math.exp(spread * normal())))
}

const found = (means: ReadonlyArray<number>, spread = 0.1) =>
  identityOnset(ratiosAround(means, spread), randomStream(2, "bootstrap"))

describe("the onset of identity", () => {
  it("is where the ratio falls and stays low", () => {
    expect(found([1.1, 0.9, 1, 0.1, 0.11, 0.09, 0.1])).toEqual({
      blocks: 7,
      images: 64,
      onset: 3,
      interval: { level: 0.95, lower: 3, upper: 3 },
      without: 0
    })
  })

  it("is not there where ratios stay or rise", () => {
    expect(found([1, 0.9, 1.1, 1, 0.95])).toMatchObject({ onset: null })
    expect(found([0.1, 0.1, 1, 1.1])).toEqual({ blocks: 4, images: 64, onset: null, interval: null, without: 1 })
  })

  it("is unsure where images differ", () => {
    const { interval, without } = found([1, 1.3, 0.7, 0.5, 0.45], 1.5)!
    expect(interval!.upper - interval!.lower + without).toBeGreaterThan(0)
  })

  it("gives the same for the same numbers", () => {
    expect(found([1, 0.8, 0.3, 0.2], 0.8)).toEqual(found([1, 0.8, 0.3, 0.2], 0.8))
  })

  it("is not asked of fewer than two blocks", () => {
    expect(found([1])).toBeUndefined()
  })

  it("is not there where a block adds nothing at all: its ratio has no logarithm", () => {
    expect(found([1, 0])).toMatchObject({ onset: null, without: 1 })
  })
})
