import { Effect, type FileSystem, type Path, type Scope } from "effect"
import type { DatasetContents } from "../datasetSource.ts"
import type { IngestError } from "../ingestError.ts"
import { leading } from "../leading.ts"
import { type Part, splitOf } from "../parts.ts"
import type { Release } from "../release.ts"
import { openCifarBinary } from "./cifarBinary.ts"
import { cifar10Classes, cifar100Coarse, cifar100Fine } from "./cifarClasses.ts"
import { openCifarPython } from "./cifarPython.ts"

type Open = (file: string) => Effect.Effect<Part, IngestError, FileSystem.FileSystem | Scope.Scope>

const opening = (train: ReadonlyArray<string>, test: string, classes: ReadonlyArray<string>, open: Open) =>
  Effect.fnUntraced(function* (
    files: ReadonlyMap<string, string>
  ): Effect.fn.Return<DatasetContents, IngestError, FileSystem.FileSystem | Path.Path | Scope.Scope> {
    const trainParts = yield* Effect.forEach(yield* leading(files, train), open)
    const testPart = yield* open(files.get(test)!)
    return { shape: [32, 32, 3], classes, train: splitOf(trainParts, 3072), test: splitOf([testPart], 3072) }
  })

const archivesOf = (stem: string) => [[`${stem}.tar.gz`], [`${stem}.zip`]]

const batches = [1, 2, 3, 4, 5].map((number) => `data_batch_${number}`)

/** CIFAR-10: five batches of training images in official order, and one of test images. */
export const cifar10Releases: ReadonlyArray<Release> = [
  {
    folder: "cifar-10-batches-bin",
    archives: archivesOf("cifar-10-binary"),
    required: ["data_batch_1.bin", "test_batch.bin"],
    optional: batches.slice(1).map((batch) => `${batch}.bin`),
    open: opening(
      batches.map((batch) => `${batch}.bin`),
      "test_batch.bin",
      cifar10Classes,
      (file) => openCifarBinary(file, { labelBytes: 1, label: 0, classes: 10 })
    )
  },
  {
    folder: "cifar-10-batches-py",
    archives: archivesOf("cifar-10-python"),
    required: ["data_batch_1", "test_batch"],
    optional: batches.slice(1),
    open: opening(batches, "test_batch", cifar10Classes, (file) =>
      openCifarPython(file, { labels: "labels", classes: 10 })
    )
  }
]

/** CIFAR-100 by its 100 fine classes or its 20 coarse ones. A binary record starts with the coarse label, then the fine. */
export const cifar100Releases = (labels: "fine" | "coarse"): ReadonlyArray<Release> => {
  const classes = labels === "fine" ? cifar100Fine : cifar100Coarse
  return [
    {
      folder: "cifar-100-binary",
      archives: archivesOf("cifar-100-binary"),
      required: ["train.bin", "test.bin"],
      optional: [],
      open: opening(["train.bin"], "test.bin", classes, (file) =>
        openCifarBinary(file, { labelBytes: 2, label: labels === "fine" ? 1 : 0, classes: classes.length })
      )
    },
    {
      folder: "cifar-100-python",
      archives: archivesOf("cifar-100-python"),
      required: ["train", "test"],
      optional: [],
      open: opening(["train"], "test", classes, (file) =>
        openCifarPython(file, { labels: `${labels}_labels`, classes: classes.length })
      )
    }
  ]
}
