import { stridedSlice, type Value } from "@ebcle/tensor"
import { expect, it } from "vitest"
import { colourJitter } from "../../src/augment/colourJitter.ts"
import { changed, drawn, imageShape, pixels, steps } from "./drawn.ts"

const [count, height, width, channels] = imageShape
const clip = (value: number) => Math.min(255, Math.max(0, value))

/** Images as [pixel][channel], changed one after the other by the definition. */
const naive = (strengths: { brightness: number; contrast: number; saturation: number }, step: number) => {
  const factors = (name: keyof typeof strengths) =>
    drawn(`augment/${name}`, [count, 1, 1, 1], step).map((number) => 1 + strengths[name] * (2 * number - 1))
  const [brightness, contrast, saturation] = [factors("brightness"), factors("contrast"), factors("saturation")]
  const size = height * width
  return Array.from({ length: count }, (_, n) => {
    const image = Array.from({ length: size }, (_, i) => pixels.slice((n * size + i) * 3, (n * size + i) * 3 + 3))
    const grey = ([red, green, blue]: ReadonlyArray<number>) => 0.299 * red! + 0.587 * green! + 0.114 * blue!
    const bright = image.map((pixel) => pixel.map((value) => clip(brightness[n]! * value)))
    const mean = bright.map(grey).reduce((sum, value) => sum + value) / size
    const contrasted = bright.map((pixel) => pixel.map((value) => clip(mean + contrast[n]! * (value - mean))))
    return contrasted.map((pixel) => pixel.map((value) => clip(grey(pixel) + saturation[n]! * (value - grey(pixel)))))
  }).flat(2)
}

it.each(steps)("agrees with the definition in step %d", (step) => {
  const strengths = { brightness: 0.4, contrast: 0.8, saturation: 1 }
  const jittered = changed("float32", (images, random) => colourJitter(images, strengths, random), step)
  const expected = naive(strengths, step)
  jittered.forEach((value, i) => {
    expect(value, `element ${i}`).toBeCloseTo(expected[i]!, 9)
  })
  expect(jittered).toHaveLength(count * height * width * channels)
})

it("of strength 0 draws nothing and changes nothing", () => {
  const strengths = { brightness: 0, contrast: 0, saturation: 0 }
  const refused = () => {
    throw new Error("nothing is to be drawn")
  }
  expect(changed("float32", (images) => colourJitter(images, strengths, refused), 0)).toEqual(pixels)
})

it("stretches the contrast of images of one channel around their mean, and knows no saturation of theirs", () => {
  const strengths = { brightness: 0, contrast: 0.2, saturation: 1 }
  const end = [...imageShape.slice(0, 3), 1]
  const red = (images: Value) => stridedSlice(images, { begin: [0, 0, 0, 0], end, strides: [1, 1, 1, 1] })
  const jittered = changed("float32", (images, random) => colourJitter(red(images), strengths, random), 4)
  const factors = drawn("augment/contrast", [count, 1, 1, 1], 4).map((number) => 1 + 0.2 * (2 * number - 1))
  const expected = factors.flatMap((factor, n) => {
    const values = Array.from({ length: height * width }, (_, i) => pixels[(n * height * width + i) * 3]!)
    const mean = values.reduce((sum, value) => sum + value) / values.length
    return values.map((value) => clip(mean + factor * (value - mean)))
  })
  expect(jittered).toHaveLength(expected.length)
  jittered.forEach((value, i) => {
    expect(value, `element ${i}`).toBeCloseTo(expected[i]!, 9)
  })
})
