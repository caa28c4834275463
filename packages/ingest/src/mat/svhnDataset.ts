import { Effect, Stream } from "effect"
import type { DatasetSource } from "../datasetSource.ts"
import { fileError } from "../ingestError.ts"
import { openRandomAccess, type RandomAccess } from "../randomAccess.ts"
import { describeFiles } from "../sourceFile.ts"
import { matNumbers } from "./matHead.ts"
import { matValues } from "./matValues.ts"
import { type MatArray, scanMat } from "./scanMat.ts"

/** A dataset in two MAT files as those of SVHN's cropped digits. */
export interface SvhnDataset {
  readonly name: string
  readonly licence: string
  readonly citation: string
  readonly train: string
  readonly test: string
}

/** The digits; SVHN calls 0 by the label 10, as MATLAB counts from 1. */
const classes = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]

/** From column-major [height, width, channels, count] to images of [height, width, channels]. */
const toRows = (values: Uint8Array, [height, width, channels]: readonly [number, number, number]): Uint8Array => {
  const size = height * width * channels
  const images = new Uint8Array(values.length)
  for (let image = 0; image < values.length; image += size) {
    let from = image
    for (let channel = 0; channel < channels; channel++) {
      for (let column = 0; column < width; column++) {
        let to = image + column * channels + channel
        for (let row = 0; row < height; row++) {
          images[to] = values[from++]!
          to += width * channels
        }
      }
    }
  }
  return images
}

const joined = (access: RandomAccess, array: MatArray) =>
  matValues(access, array, 1).pipe(Stream.runCollect, Effect.map(Buffer.concat))

/** One file: X, uint8 [height, width, channels, count], and y, count labels from 1 to 10 of any type. */
const openSplit = Effect.fnUntraced(function* (file: string) {
  const access = yield* openRandomAccess(file)
  const unexpected = (what: string) => fileError("MatUnexpected", file, `${what}; check which file this is.`)
  const arrays = yield* scanMat(access)
  const find = (name: string) => arrays.find((array) => array.name === name)
  const [x, y] = [find("X"), find("y")]
  if (x === undefined || y === undefined) {
    const names = arrays.map(({ name }) => name).join(", ") || "none"
    return yield* unexpected(`no arrays X and y of images and labels among its arrays (${names})`)
  }
  // MATLAB drops a last dimension of 1.
  const [height = 0, width = 0, channels = 0, count = 1, ...more] = x.dimensions
  if (x.type !== "uint8" || more.length > 0 || ![1, 3].includes(channels) || x.length === 0) {
    return yield* unexpected(
      `X is ${x.type} of ${x.dimensions.join("x")}, not uint8 of height x width x 1 or 3 x count`
    )
  }
  const numbers = matNumbers(y.type, yield* joined(access, y))
  if (numbers.length !== count) {
    return yield* fileError("LabelCount", file, `${numbers.length} labels for ${count} images; fetch the file again.`)
  }
  const outside = numbers.findIndex((label) => !(Number.isInteger(label) && label >= 1 && label <= 10))
  if (outside >= 0) {
    return yield* fileError("LabelRange", file, `label ${numbers[outside]} of image ${outside}; labels are 1 to 10.`)
  }
  const labels = Int32Array.from(numbers, (label) => label % 10)
  const shape = [height, width, channels] as const
  const imageBytes = height * width * channels
  const chunks = matValues(access, x, imageBytes).pipe(
    Stream.mapAccum(
      () => 0,
      (done, values) => {
        const next = done + values.length / imageBytes
        return [next, [{ images: toRows(values, shape), labels: labels.subarray(done, next) }]] as const
      }
    )
  )
  return { shape, split: { count, chunks } }
})

/** The two files of a dataset, open until the scope ends. */
export const openSvhn = Effect.fnUntraced(function* (train: string, test: string) {
  const [first, second] = [yield* openSplit(train), yield* openSplit(test)]
  if (first.shape.join() !== second.shape.join()) {
    return yield* fileError(
      "ShapeMismatch",
      test,
      `images of ${second.shape.join("x")}, but those of ${train} are ${first.shape.join("x")}; give the test images of the same dataset.`
    )
  }
  return { shape: first.shape, classes, train: first.split, test: second.split }
})

/**
 * SVHN's cropped digits, or your own in the same form: two MAT files with X, uint8 [height, width, channels, count], and
 * y, labels of 1 to 10, of which 10 means the digit 0. Images are read in constant memory.
 *
 * Source of the form: Netzer et al., "Reading Digits in Natural Images with Unsupervised Feature Learning", NIPS workshop
 * 2011, and ufldl.stanford.edu/housenumbers, format 2.
 *
 * @errors those of `scanMat` and `matValues`, LabelCount, LabelRange, ShapeMismatch
 */
export const svhnDataset = ({ test, train, ...about }: SvhnDataset): DatasetSource => ({
  ...about,
  sources: describeFiles([train, test]),
  open: () => openSvhn(train, test)
})
