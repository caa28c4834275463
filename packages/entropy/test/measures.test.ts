import { crc32, inflateRawSync } from "node:zlib"
import type { MeasureName } from "@ebcle/core"
import { deflateRaw } from "pako"
import { describe, expect, it } from "vitest"
import type { Shape } from "../src/measure.ts"
import { measureImages } from "../src/measureImages.ts"
import { measures } from "../src/measures.ts"
import { pngFilter } from "../src/pngFilter.ts"
import { cifar, goldenImages, goldenMeasures, type Kind, mnist } from "./golden.ts"

const names = Object.keys(measures) as ReadonlyArray<MeasureName>
const kinds = ["madeUp", "mnist", "cifar"] as const satisfies ReadonlyArray<Kind>

/** A measure of the images of a kind. */
const valuesOf = (name: MeasureName, kind: Kind): ReadonlyArray<number> => {
  if (kind === "mnist") return [...measureImages(name, [28, 28, 1], mnist())]
  if (kind === "cifar") return [...measureImages(name, [32, 32, 3], cifar())]
  return goldenImages[kind].flatMap(({ images, shape }) => [...measureImages(name, shape, images)])
}

/** Expects values of the images of a kind, within 1e-12. */
const expectOf = (name: MeasureName, kind: Kind, expected: (index: number) => number) => {
  const values = valuesOf(name, kind)
  expect(values).toHaveLength(goldenImages[kind].length)
  for (const [index, value] of values.entries()) {
    expect(Math.abs(value - expected(index)), `image ${index}: ${value}, not ${expected(index)}`).toBeLessThan(1e-12)
  }
}

describe.each(names)("%s", (name) => {
  it("is that of each image, whatever came before it", () => {
    const images = cifar().subarray(0, 4 * 3072)
    const alone = [0, 1, 2, 3].map((k) => measureImages(name, [32, 32, 3], images.slice(k * 3072, (k + 1) * 3072))[0])
    expect([...measureImages(name, [32, 32, 3], images)]).toEqual(alone)
  })

  it.each(kinds)("is from 0 to its ceiling, of %s images", (kind) => {
    for (const [index, value] of valuesOf(name, kind).entries()) {
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThanOrEqual(measures[name].ceiling(goldenImages[kind][index]!.shape) + 1e-12)
    }
  })

  it.each([
    [1, 1, 1],
    [1, 1, 3],
    [1, 9, 1],
    [9, 1, 3],
    [2, 2, 4],
    [3, 5, 2]
  ])("has a number for images of %i x %i x %i", (...shape) => {
    const [height, width, channels] = shape
    for (const fill of [0, 1, 200, 255]) {
      const [value] = measureImages(name, shape, new Uint8Array(height * width * channels).fill(fill))
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThanOrEqual(measures[name].ceiling(shape) + 1e-12)
    }
  })
})

describe.each(Object.entries(goldenMeasures.measures))("%s", (name, golden) => {
  it.each(kinds)("is what scikit-image, SciPy or NumPy have, of %s images", (kind) => {
    expect(goldenImages[kind]).toHaveLength(golden[kind].length)
    expectOf(name as MeasureName, kind, (index) => golden[kind][index]!)
  })
})

describe("compressed sizes", () => {
  const filtered = (shape: Shape, images: Uint8Array) =>
    pngFilter(shape[0], shape[1] * shape[2], shape[2])(images, 0).slice()
  const perPixel = ([height, width]: Shape, bytes: number) => (8 * bytes * Math.LN2) / (height * width)

  it.each(kinds)("are those of pako, of %s images", (kind) => {
    const sizes = goldenImages[kind].map(({ images, shape }) => ({
      deflate: perPixel(shape, deflateRaw(images, { level: 9 }).length),
      png: perPixel(shape, deflateRaw(filtered(shape, images), { level: 9 }).length)
    }))
    expectOf("deflate", kind, (index) => sizes[index]!.deflate)
    expectOf("png", kind, (index) => sizes[index]!.png)
  })

  it.each(kinds)("are of lines as NumPy filters them, of %s images", (kind) => {
    const sums = goldenImages[kind].map(({ images, shape }) => crc32(filtered(shape, images)))
    expect(sums).toEqual(goldenMeasures.pngFiltered[kind])
  })

  it("are of bytes that can be had back", () => {
    const { images } = goldenImages.cifar[0]!
    expect(Uint8Array.from(inflateRawSync(deflateRaw(images, { level: 9 })))).toEqual(images)
  })
})

describe("measures of images of one value", () => {
  /** What these say of an image is not its variety alone. */
  const others = new Set<MeasureName>(["shannon-james-stein", "shannon-per-channel-james-stein", "intensity", "deflate", "png"]) // biome-ignore format: one list
  const flat = names.filter((name) => !others.has(name))
  it.each(flat)("%s is exactly 0", (name) => {
    for (const shape of [
      [28, 28, 1],
      [5, 7, 3]
    ] as const) {
      // biome-ignore format: two shapes
      const images = new Uint8Array(2 * shape[0] * shape[1] * shape[2]).fill(200)
      expect(measureImages(name, shape, images)).toEqual(Float64Array.of(0, 0))
    }
  })
})

describe("shannon", () => {
  it("is ln 2^k for 2^k equally frequent values, at most the ceiling", () => {
    for (let bits = 0; bits <= 8; bits++) {
      const image = Uint8Array.from({ length: 1024 }, (_, index) => index % 2 ** bits)
      expect(measureImages("shannon", [32, 32, 1], image)[0]).toBeCloseTo(bits * Math.LN2, 13)
    }
    expect(measures.shannon.ceiling([32, 32, 1])).toBeCloseTo(5.545, 3)
  })

  // Small images are counted in 16 bits, and four values at a time where memory is aligned.
  it.each([
    [1, 1, 1],
    [3, 5, 1],
    [28, 28, 1],
    [257, 255, 1],
    [256, 256, 1],
    [300, 301, 3]
  ])("is that of a plain histogram, of images of %i x %i x %i anywhere in memory", (...shape) => {
    const size = shape[0] * shape[1] * shape[2]
    for (let first = 0; first < 4; first++) {
      // Half of it background, as a digit has it.
      const memory = Uint8Array.from({ length: first + 2 * size }, (_, at) => ((at >> 3) % 2) * ((at * at) >>> 4))
      const images = memory.subarray(first)
      const expected = [0, size].map((start) => {
        const counts = new Map<number, number>()
        for (const value of images.subarray(start, start + size)) counts.set(value, (counts.get(value) ?? 0) + 1)
        return [...counts.values()].reduce((sum, count) => sum + (count / size) * Math.log(size / count), 0)
      })
      for (const [index, value] of measureImages("shannon", shape, images).entries()) {
        expect(Math.abs(value - expected[index]!)).toBeLessThan(1e-12)
      }
    }
  })

  it.each([
    [5, 13_107],
    [256, 256]
  ])("is 0 of an image of %i x %i equal values", (height, width) => {
    for (const value of [0, 7, 255]) {
      expect(measureImages("shannon", [height, width, 1], new Uint8Array(height * width).fill(value))[0]).toBe(0)
    }
  })
})

describe("measureImages", () => {
  it("rejects parts of images, and has nothing of none", () => {
    expect(() => measureImages("shannon", [2, 2, 1], new Uint8Array(5))).toThrow(
      "Expected whole images of 4 values, found 5 values."
    )
    expect(measureImages("shannon", [2, 2, 1], new Uint8Array(0))).toEqual(new Float64Array(0))
  })
})
