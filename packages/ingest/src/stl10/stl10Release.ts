import { Effect } from "effect"
import { unlabelled } from "../arrow/splitHeader.ts"
import { fileError } from "../ingestError.ts"
import { classesOf } from "../labels.ts"
import { type Part, splitOf } from "../parts.ts"
import { openRecords } from "../records.ts"
import type { Release } from "../release.ts"

const side = 96
const area = side * side
const imageBytes = 3 * area

/** Class names, in the order of `class_names.txt`; labels go from 1 to 10. */
const classes = ["airplane", "bird", "car", "cat", "deer", "dog", "horse", "monkey", "ship", "truck"]

/** Planes by columns to interleaved pixels by rows: byte channel·area + x·side + y becomes (y·side + x)·3 + channel. */
const turn = (bytes: Uint8Array, count: number): Uint8Array => {
  const images = new Uint8Array(count * imageBytes)
  let from = 0
  for (let image = 0; image < count; image++) {
    for (let channel = 0; channel < 3; channel++) {
      for (let x = 0; x < side; x++) {
        let to = image * imageBytes + 3 * x + channel
        for (let y = 0; y < side; y++) {
          images[to] = bytes[from++]!
          to += 3 * side
        }
      }
    }
  }
  return images
}

const openImages = Effect.fnUntraced(function* (file: string) {
  return yield* openRecords(file, imageBytes)
})

const labelled = Effect.fnUntraced(function* (imageFile: string, labelFile: string) {
  const images = yield* openImages(imageFile)
  const found = yield* openRecords(labelFile, 1)
  if (found.count !== images.count) {
    return yield* fileError(
      "LabelCount",
      labelFile,
      `${found.count} labels for the ${images.count} images of ${imageFile}; give the label file of these images.`
    )
  }
  const origin = {
    file: labelFile,
    classes: classes.length,
    base: 1,
    first: 0,
    byteOf: (image: number) => image
  } as const
  const labels = yield* classesOf(yield* found.read(0, found.count), origin)
  return partOf(images, (first, count) => labels.subarray(first, first + count))
})

const partOf = (
  { count, read }: Effect.Success<ReturnType<typeof openImages>>,
  labelsOf: (first: number, count: number) => Int32Array
): Part => ({
  count,
  read: (first, length) =>
    Effect.map(read(first, length), (bytes) => ({ images: turn(bytes, length), labels: labelsOf(first, length) }))
})

/**
 * STL-10: 5,000 training and 8,000 test images of 96x96 in ten classes, and 100,000 without a class, if that file is
 * there. Bytes in the order channel, column, row.
 *
 * Format: A. Coates, "STL-10 dataset", section "Binary files".
 */
export const stl10Release: Release = {
  folder: "stl10_binary",
  archives: [["stl10_binary.tar.gz"]],
  required: ["train_X.bin", "train_y.bin", "test_X.bin", "test_y.bin"],
  optional: ["unlabeled_X.bin"],
  open: Effect.fnUntraced(function* (files) {
    const train = yield* labelled(files.get("train_X.bin")!, files.get("train_y.bin")!)
    const test = yield* labelled(files.get("test_X.bin")!, files.get("test_y.bin")!)
    const contents = {
      shape: [side, side, 3] as const,
      classes,
      train: splitOf([train], imageBytes),
      test: splitOf([test], imageBytes)
    }
    const more = files.get("unlabeled_X.bin")
    if (more === undefined) return contents
    const part = partOf(yield* openImages(more), (_, count) => new Int32Array(count).fill(unlabelled))
    return { ...contents, unlabelled: splitOf([part], imageBytes) }
  })
}
