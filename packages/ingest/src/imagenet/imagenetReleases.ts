import { Effect } from "effect"
import { leading } from "../leading.ts"
import { type Part, splitOf } from "../parts.ts"
import { openNpy, unpackNpz } from "../python/openNpz.ts"
import { openPickle } from "../python/openPickle.ts"
import { planarRows, readLabels } from "../python/planarRows.ts"
import type { Release } from "../release.ts"

/** Its classes are numbered from 1 in an order of its own, and files of names do not come with it. */
const classes = Array.from({ length: 1000 }, (_, index) => String(index + 1))

const rowsOf = (side: number) => ({ area: side * side, classes: classes.length, base: 1 }) as const

const openBatch = Effect.fnUntraced(function* (file: string, side: number) {
  const { access, dict } = yield* openPickle(file)
  return yield* planarRows(access, dict.get("data"), yield* readLabels(dict.get("labels"), access), rowsOf(side))
})

const openNpzBatch = Effect.fnUntraced(function* (file: string, side: number, scratch: string) {
  const [dataFile, labelFile] = yield* unpackNpz(file, scratch)
  const data = yield* openNpy(dataFile)
  const labels = yield* openNpy(labelFile)
  return yield* planarRows(data.access, data.array, yield* readLabels(labels.array, labels.access), rowsOf(side))
})

const batches = Array.from({ length: 10 }, (_, index) => `train_data_batch_${index + 1}`)

const contentsOf = (side: number, train: ReadonlyArray<Part>, test: Part) => {
  const imageBytes = 3 * side * side
  const shape = [side, side, 3] as const
  return { shape, classes, train: splitOf(train, imageBytes), test: splitOf([test], imageBytes) }
}

/**
 * ImageNet at 32x32 or 64x64: ten batches of training images and one of validation images, which is the test split here,
 * as pickles or as `.npz`. Rows of planes; labels from 1 to 1000.
 *
 * Format: Chrabaszcz, Loshchilov, Hutter, arXiv:1707.08819, and the page of its data.
 */
export const downsampledImageNet = (side: 32 | 64): ReadonlyArray<Release> => [
  {
    folder: `imagenet${side}`,
    archives: [[`Imagenet${side}_train.zip`, `Imagenet${side}_val.zip`]],
    required: ["train_data_batch_1", "val_data"],
    optional: batches.slice(1),
    open: Effect.fnUntraced(function* (files) {
      const train = yield* Effect.forEach(yield* leading(files, batches), (file) => openBatch(file, side))
      return contentsOf(side, train, yield* openBatch(files.get("val_data")!, side))
    })
  },
  {
    folder: `imagenet${side}_npz`,
    archives: [[`Imagenet${side}_train_npz.zip`, `Imagenet${side}_val_npz.zip`]],
    required: ["train_data_batch_1.npz", "val_data.npz"],
    optional: batches.slice(1).map((batch) => `${batch}.npz`),
    open: Effect.fnUntraced(function* (files, scratch) {
      const names = batches.map((batch) => `${batch}.npz`)
      const train = yield* Effect.forEach(yield* leading(files, names), (file) => openNpzBatch(file, side, scratch))
      return contentsOf(side, train, yield* openNpzBatch(files.get("val_data.npz")!, side, scratch))
    })
  }
]
