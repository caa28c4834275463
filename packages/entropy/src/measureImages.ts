import type { MeasureName } from "@ebcle/core"
import type { Shape } from "./measure.ts"
import { measures } from "./measures.ts"

/** A column of numbers, one for each image: of the image as a whole, or of one of its channels. */
export interface Column {
  readonly measure: MeasureName
  /** From 0; absent for the image. */
  readonly channel?: number
}

/** The columns of measures: each has its own, and one for each of several channels where it averages over them. */
export const columnsOf = (names: ReadonlyArray<MeasureName>, [, , channels]: Shape): ReadonlyArray<Column> =>
  names.flatMap((measure) => [
    { measure },
    ...(measures[measure].channels === "averaged" && channels > 1
      ? Array.from({ length: channels }, (_, channel) => ({ measure, channel }))
      : [])
  ])

/**
 * Prepares measures of images of one shape.
 *
 * @returns of the image that begins at `start`, writes the numbers of `columnsOf` to `out` from `at` on
 */
export const imageMeter = (names: ReadonlyArray<MeasureName>, shape: Shape) => {
  const [height, width, channels] = shape
  const pixels = height * width
  const planes = new Uint8Array(channels > 1 ? pixels * channels : 0)
  const ready = names.map((name) => {
    const { channels: taken, of } = measures[name]
    const alone = taken === "averaged" && channels > 1
    return { alone, of: of(alone ? [height, width, 1] : shape) }
  })
  const anyAlone = ready.some(({ alone }) => alone)
  const separate = (images: Uint8Array, start: number): void => {
    for (let channel = 0; channel < channels; channel++) {
      for (let pixel = 0; pixel < pixels; pixel++) {
        planes[channel * pixels + pixel] = images[start + pixel * channels + channel]!
      }
    }
  }
  return (images: Uint8Array, start: number, out: Float64Array, at: number): void => {
    if (anyAlone) separate(images, start)
    let column = at
    for (const { alone, of } of ready) {
      if (!alone) {
        out[column++] = of(images, start)
        continue
      }
      let sum = 0
      for (let channel = 0; channel < channels; channel++) {
        const value = of(planes, channel * pixels)
        out[column + 1 + channel] = value
        sum += value
      }
      out[column] = sum / channels
      column += 1 + channels
    }
  }
}

/**
 * A measure of each of some images.
 *
 * @param images uint8 [count, height, width, channels]
 * @returns float64 [count]
 * @throws RangeError where there are parts of images
 */
export const measureImages = (name: MeasureName, shape: Shape, images: Uint8Array): Float64Array => {
  const size = shape[0] * shape[1] * shape[2]
  if (images.length % size !== 0) {
    throw new RangeError(`Expected whole images of ${size} values, found ${images.length} values.`)
  }
  const meter = imageMeter([name], shape)
  const row = new Float64Array(columnsOf([name], shape).length)
  return Float64Array.from({ length: images.length / size }, (_, image) => {
    meter(images, image * size, row, 0)
    return row[0]!
  })
}
