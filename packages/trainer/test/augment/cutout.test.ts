import { describe, expect, it } from "vitest"
import { cutout } from "../../src/augment/cutout.ts"
import { changed, drawn, imageShape, mapPixels, steps } from "./drawn.ts"

const [count, height, width] = imageShape

describe.each([1, 2, 3, 4])("a square of %d pixels", (size) => {
  it.each(steps)("is cut out around a random pixel in step %d", (step) => {
    const centres = (axis: string, length: number) =>
      drawn(`augment/cutout/${axis}`, [count, 1], step).map((number) => Math.floor(number * length))
    const [rows, columns] = [centres("rows", height), centres("columns", width)]
    const covers = (centre: number, index: number) => {
      const first = centre - Math.floor(size / 2)
      return index >= first && index < first + size
    }
    const cut = changed("float32", (images, random) => cutout(images, size, random), step)
    expect(cut).toEqual(
      mapPixels((at, n, y, x, c) => (covers(rows[n]!, y) && covers(columns[n]!, x) ? 0 : at(y, x, c)))
    )
    expect(cut).toContain(0)
  })
})
