import type { SplitReader } from "@ebcle/ingest"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import fc from "fast-check"
import { pixelStatistics, takeFirst } from "../src/trainingData.ts"

const shape = [1, 2, 3] as const
const pixels = 6

/** Shards of the given sizes; image i has the bytes i, i + 1, … and the label i. */
const splitOf = (sizes: ReadonlyArray<number>): SplitReader => {
  let first = 0
  const shards = sizes.map((count) => {
    const rows = Array.from({ length: count }, (_, i) => first + i)
    first += count
    return {
      count,
      images: Uint8Array.from(rows.flatMap((row) => Array.from({ length: pixels }, (_, i) => row + i))),
      labels: Int32Array.from(rows)
    }
  })
  const header = {
    name: "tiny",
    split: "train",
    shape,
    classes: ["a"],
    sources: [],
    licence: "none",
    citation: "none"
  } as const
  return {
    header,
    count: first,
    shape,
    classes: header.classes,
    counts: sizes,
    readShard: (index) => Effect.succeed(shards[index]!),
    shards: Stream.fromIterable(shards)
  }
}

describe("takeFirst", () => {
  it.effect.each([0, 1, 3, 4, 6, 8])("takes the first %d images, across shards and in order", (count) =>
    Effect.gen(function* () {
      const taken = yield* takeFirst(splitOf([3, 1, 4]), count)
      const whole = yield* splitOf([8]).readShard(0)
      expect(taken).toEqual({
        count,
        images: whole.images.slice(0, count * pixels),
        labels: whole.labels.slice(0, count)
      })
    })
  )

  it.effect("says how many images a split has where that is too few", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(takeFirst(splitOf([3, 1]), 5))
      expect(error.reason).toBe("DataTooSmall")
      expect(error.message).toBe(
        "5 images were asked for and the split has 4; lower trainImages or testImages in the study."
      )
    })
  )
})

describe("pixelStatistics", () => {
  it("agrees with the definition", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 200 }),
        (channels, values) => {
          const bytes = Uint8Array.from(values.slice(0, values.length - (values.length % channels)))
          const { mean, scale } = pixelStatistics(bytes, channels)
          for (let c = 0; c < channels; c++) {
            const own = Array.from(bytes).filter((_, i) => i % channels === c)
            const average = own.reduce((sum, value) => sum + value, 0) / own.length
            const variance = own.reduce((sum, value) => sum + (value - average) ** 2, 0) / own.length
            const expected = own.every((value) => value === own[0]) ? 1 : 1 / Math.sqrt(variance)
            expect(mean[c]).toBe(Math.fround(average))
            expect(Math.abs(scale[c]! / expected - 1)).toBeLessThan(1e-6)
          }
        }
      )
    )
  })

  it("keeps a constant channel apart from one that varies", () => {
    const { mean, scale } = pixelStatistics(Uint8Array.of(255, 0, 255, 2, 255, 4), 2)
    expect(mean).toEqual(Float32Array.of(255, 2))
    expect(scale).toEqual(Float32Array.of(1, Math.sqrt(3 / 8)))
  })

  it("adds up many bright pixels without loss", () => {
    const bytes = new Uint8Array(3_000_000).fill(255)
    bytes[0] = 254
    const { mean, scale } = pixelStatistics(bytes, 1)
    const share = 1 / bytes.length
    expect(mean[0]).toBe(Math.fround(255 - share))
    expect(scale[0]! * Math.sqrt(share * (1 - share))).toBeCloseTo(1, 3)
  })
})
