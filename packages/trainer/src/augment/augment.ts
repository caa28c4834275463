import type { Augmentation } from "@ebcle/core"
import { cast, type RandomSource, type Value } from "@ebcle/tensor"
import { normalisePixels } from "../normalisePixels.ts"
import { colourJitter } from "./colourJitter.ts"
import { cutout } from "./cutout.ts"
import { identityGrid, samplePixels } from "./pixelGrid.ts"
import { randomCrop } from "./randomCrop.ts"
import { randomFlip } from "./randomFlip.ts"

const move = (images: Value, { crop = 0, flip = false }: Augmentation, random: RandomSource): Value => {
  if (crop === 0 && !flip) return images
  const [count, height, width] = images.shape as [number, number, number]
  const grid = identityGrid(height, width)
  const flipped = flip ? randomFlip(grid, count, random) : grid
  return samplePixels(images, crop === 0 ? flipped : randomCrop(flipped, crop, count, random), crop)
}

/**
 * Training images as the network sees them: moved, mirrored and coloured as bytes are, then normalised, then cut out.
 *
 * @param images uint8[N, H, W, C]
 * @returns float32[N, H, W, C]
 */
export const augment = (images: Value, augmentation: Augmentation, random: RandomSource): Value => {
  const { colourJitter: strengths, cutout: size } = augmentation
  const moved = move(images, augmentation, random)
  const coloured = strengths === undefined ? moved : colourJitter(cast(moved, "float32"), strengths, random)
  const normalised = normalisePixels(coloured)
  return size === undefined ? normalised : cutout(normalised, size, random)
}
