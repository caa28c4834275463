import { describe, expect, it } from "vitest"
import { identityGrid, type PixelGrid, samplePixels } from "../../src/augment/pixelGrid.ts"
import { randomCrop } from "../../src/augment/randomCrop.ts"
import { randomFlip } from "../../src/augment/randomFlip.ts"
import { changed, drawn, imageShape, mapPixels, pixels, steps } from "./drawn.ts"

const [count, height, width] = imageShape
const grid = (): PixelGrid => identityGrid(height, width)

/** How far each image is moved along an axis by a crop of 2. */
const shifts = (axis: string, step: number) =>
  drawn(`augment/crop/${axis}`, [count, 1], step).map((number) => Math.floor(number * 5) - 2)
const flips = (step: number) => drawn("augment/flip", [count, 1], step).map((number) => number < 0.5)

it("the identity grid gives the images themselves", () => {
  expect(changed("uint8", (images) => samplePixels(images, grid(), 0), 0)).toEqual(pixels)
  expect(changed("uint8", (images) => samplePixels(images, grid(), 3), 0)).toEqual(pixels)
})

describe.each(steps)("in step %d", (step) => {
  it("a crop moves each image, and what comes in is black", () => {
    const [rows, columns] = [shifts("rows", step), shifts("columns", step)]
    const cropped = changed(
      "uint8",
      (images, random) => samplePixels(images, randomCrop(grid(), 2, count, random), 2),
      step
    )
    expect(cropped).toEqual(mapPixels((at, n, y, x, c) => at(y + rows[n]!, x + columns[n]!, c)))
  })

  it("a flip mirrors some images", () => {
    const flipped = flips(step)
    const mirrored = changed(
      "uint8",
      (images, random) => samplePixels(images, randomFlip(grid(), count, random), 0),
      step
    )
    expect(mirrored).toEqual(mapPixels((at, n, y, x, c) => at(y, flipped[n] ? width - 1 - x : x, c)))
  })

  it("both together crop first", () => {
    const [rows, columns, flipped] = [shifts("rows", step), shifts("columns", step), flips(step)]
    const both = changed(
      "uint8",
      (images, random) => samplePixels(images, randomCrop(randomFlip(grid(), count, random), 2, count, random), 2),
      step
    )
    expect(both).toEqual(
      mapPixels((at, n, y, x, c) => at(y + rows[n]!, (flipped[n] ? width - 1 - x : x) + columns[n]!, c))
    )
  })
})

it("every shift is as likely as the others, and half of the images are mirrored", () => {
  const many = Array.from({ length: 1000 }, (_, step) => step)
  const counts = new Map<number, number>()
  for (const shift of many.flatMap((step) => shifts("rows", step))) counts.set(shift, (counts.get(shift) ?? 0) + 1)
  expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2])
  // Of 3000 draws; six standard deviations are 131 and 164.
  for (const seen of counts.values()) expect(Math.abs(seen - 600)).toBeLessThan(131)
  expect(Math.abs(many.flatMap(flips).filter(Boolean).length - 1500)).toBeLessThan(164)
})
