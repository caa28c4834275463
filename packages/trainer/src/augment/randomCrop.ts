import { add, type RandomSource, scalar, subtract, type Value } from "@ebcle/tensor"
import type { PixelGrid } from "./pixelGrid.ts"
import { randomIntegers } from "./randomIntegers.ts"

/** Moves each of `count` images by up to `padding` pixels along both axes, each way as likely as the others. */
export const randomCrop = (
  { columns, rows }: PixelGrid,
  padding: number,
  count: number,
  random: RandomSource
): PixelGrid => {
  const shift = (axis: string): Value =>
    subtract(randomIntegers(random, `augment/crop/${axis}`, [count, 1], 2 * padding + 1), scalar(padding, "int32"))
  return { rows: add(rows, shift("rows")), columns: add(columns, shift("columns")) }
}
