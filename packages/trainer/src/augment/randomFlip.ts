import { less, type RandomSource, scalar, subtract, where } from "@ebcle/tensor"
import type { PixelGrid } from "./pixelGrid.ts"

/** Mirrors each of `count` images left to right with probability 1/2. */
export const randomFlip = ({ columns, rows }: PixelGrid, count: number, random: RandomSource): PixelGrid => {
  const flipped = less(random("augment/flip", [count, 1]), scalar(0.5))
  const last = scalar(columns.shape[1]! - 1, "int32")
  return { rows, columns: where(flipped, subtract(last, columns), columns) }
}
