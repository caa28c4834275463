import { describe, expect, it } from "vitest"
import { shannon, shannonEntropies } from "../src/shannon.ts"
import { golden, madeUp, mnist } from "./golden.ts"

/** The definition, value by value: minus the sum of p ln p. */
const direct = (image: Uint8Array): number => {
  const counts = new Map<number, number>()
  for (const value of image) counts.set(value, (counts.get(value) ?? 0) + 1)
  return -[...counts.values()].reduce((sum, n) => sum + (n / image.length) * Math.log(n / image.length), 0)
}

describe("shannonEntropies", () => {
  it("is what scikit-image has for 100 made-up colour images", () => {
    for (const [k, expected] of golden.madeUp.entries()) {
      const image = madeUp(k)
      const [entropy] = shannonEntropies(image, image.length)
      expect(Math.abs(entropy! - expected)).toBeLessThan(1e-12)
      expect(Math.abs(entropy! - direct(image))).toBeLessThan(1e-12)
    }
  })

  it("is what scikit-image has for 100 digits", () => {
    const entropies = shannonEntropies(mnist(), 784)
    expect(entropies).toHaveLength(100)
    for (const [index, expected] of golden.mnist.entries()) {
      expect(Math.abs(entropies[index]! - expected)).toBeLessThan(1e-12)
    }
  })

  it("is exactly 0 for images of one value", () => {
    for (const size of [1, 3, 784, 3072]) {
      expect(shannonEntropies(new Uint8Array(2 * size).fill(200), size)).toEqual(Float64Array.of(0, 0))
    }
  })

  it("is ln 2^k for 2^k equally frequent values, at most the ceiling", () => {
    for (let bits = 0; bits <= 8; bits++) {
      const image = Uint8Array.from({ length: 1024 }, (_, index) => index % 2 ** bits)
      expect(shannonEntropies(image, 1024)[0]).toBeCloseTo(bits * Math.LN2, 13)
    }
    expect(shannon.ceiling).toBeCloseTo(5.545, 3)
  })

  it("is that of each image, whatever came before it", () => {
    const images = Uint8Array.from([0, 0, 0, 0, 1, 2, 3, 4, 5, 5, 6, 6])
    expect([...shannonEntropies(images, 4)]).toEqual([0, Math.log(4), Math.LN2])
    expect(shannonEntropies(new Uint8Array(0), 4)).toEqual(new Float64Array(0))
  })

  it("rejects parts of images", () => {
    expect(() => shannonEntropies(new Uint8Array(5), 4)).toThrow("Expected whole images of 4 values, found 5 values.")
  })
})
