import { sha256 } from "@ebcle/core"
import { Effect, FileSystem, Path } from "effect"
import type { DatasetSource } from "../datasetSource.ts"
import { datasets } from "../datasets.ts"
import { idxDataset } from "../idx/idxDataset.ts"
import { imageFolderDataset } from "../images/imageFolderDataset.ts"
import { IngestError } from "../ingestError.ts"
import { svhnDataset } from "../mat/svhnDataset.ts"
import { parquetDataset } from "../parquet/parquetDataset.ts"
import { readBytes, unreadable } from "../sourceFile.ts"
import { defaultSplit } from "../transforms/splitRule.ts"
import { arrowDataset } from "./arrowDataset.ts"
import type { Dataset } from "./dataset.ts"
import { decodeDescriptor } from "./decodeDescriptor.ts"
import { type FilesDescriptor, isDatasetName } from "./descriptor.ts"

/** Where names are looked up. */
export interface DatasetPlace {
  /** The workspace, with `configs/datasets`. */
  readonly root: string
  /** What paths are relative to. */
  readonly base: string
}

const suffix = ".json"
/** Datasets may be made from each other so far; more is taken for a circle. */
const mostSteps = 16

const unknown = (message: string) => new IngestError({ reason: "DatasetUnknown", message })

/**
 * The name of a dataset that is given by its path: that of the folder or file, and the beginning of the SHA-256 of the path
 * from the workspace on. So two folders of one name keep their artifacts apart, and clones agree.
 */
export const pathName = (path: Path.Path, root: string, at: string): string => {
  const relative = path.relative(root, at).replaceAll(path.sep, "/")
  const slug = path
    .basename(at, suffix)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
  return `${slug || "dataset"}-${sha256(relative).slice(0, 6)}`
}

const sourceOf = (path: Path.Path, name: string, descriptor: FilesDescriptor, folder: string): DatasetSource => {
  const at = (relative: string) => path.resolve(folder, relative)
  const about = { name, licence: descriptor.licence, citation: descriptor.citation }
  switch (descriptor.format) {
    case "images":
      return imageFolderDataset({
        ...about,
        folder: at(descriptor.folder),
        split: descriptor.split ?? defaultSplit,
        size: descriptor.resize
      })
    case "parquet":
      return parquetDataset({
        ...about,
        train: descriptor.train.map(at),
        test: descriptor.test.map(at),
        columns: descriptor.columns,
        classes: descriptor.classes,
        size: descriptor.resize
      })
    case "svhn":
      return svhnDataset({ ...about, train: at(descriptor.train), test: at(descriptor.test) })
    case "arrow":
      return arrowDataset({ ...about, train: at(descriptor.train), test: at(descriptor.test) })
    case "idx": {
      const files = ({ images, labels }: typeof descriptor.train) => ({ images: at(images), labels: at(labels) })
      return idxDataset({
        ...about,
        classNames: descriptor.classes,
        train: files(descriptor.train),
        test: files(descriptor.test)
      })
    }
  }
}

/** What a folder holds, as a descriptor would say it. */
const guessed = Effect.fnUntraced(function* (folder: string) {
  const fs = yield* FileSystem.FileSystem
  const names = (yield* fs.readDirectory(folder).pipe(Effect.mapError(unreadable(folder)))).sort()
  const about = { licence: "not stated", citation: "not stated" }
  if (names.includes("train.arrow") && names.includes("test.arrow")) {
    return { ...about, format: "arrow", train: "train.arrow", test: "test.arrow" } satisfies FilesDescriptor
  }
  const parquet = (split: string) => names.filter((name) => name.startsWith(split) && name.endsWith(".parquet"))
  const [train, test] = [parquet("train"), parquet("test")]
  if (train.length > 0 && test.length > 0) {
    return { ...about, format: "parquet", train, test } satisfies FilesDescriptor
  }
  return { ...about, format: "images", folder: "." } satisfies FilesDescriptor
})

/**
 * The dataset that a name or a path stands for: a built-in name; the name of a descriptor, `configs/datasets/NAME.json`;
 * the path of a descriptor; or the path of a folder of images, of Parquet files `train*.parquet` and `test*.parquet`, or of
 * `train.arrow` and `test.arrow`. Names come before paths; a path that looks like a name begins with `./`.
 *
 * @errors DatasetUnknown, DescriptorNotJson, DescriptorInvalid, DescriptorCycle, FileUnreadable
 */
export const resolveDataset = (
  given: string,
  place: DatasetPlace,
  steps = 0
): Effect.Effect<Dataset, IngestError, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const described = Effect.fnUntraced(function* (name: string, file: string) {
      const shown = path.relative(place.root, file).startsWith("..") ? file : path.relative(place.root, file)
      const text = new TextDecoder().decode(yield* readBytes(file))
      const descriptor = yield* decodeDescriptor(text, shown)
      const folder = path.dirname(file)
      if (descriptor.format !== "derived") {
        const { $schema: _, ...settings } = descriptor
        return { name, source: sourceOf(path, name, descriptor, folder), settings } satisfies Dataset
      }
      if (steps === mostSteps) {
        return yield* new IngestError({
          reason: "DescriptorCycle",
          message: `${shown}: key "from": more than ${mostSteps} datasets, each made from the next; break the circle.`
        })
      }
      const from = yield* resolveDataset(descriptor.from, { root: place.root, base: folder }, steps + 1)
      return { name, from, transforms: descriptor.transforms } satisfies Dataset
    })

    const configs = path.join(place.root, "configs", "datasets")
    if (isDatasetName(given)) {
      if (Object.hasOwn(datasets, given)) return { name: given, source: datasets[given]! }
      const file = path.join(configs, given + suffix)
      if (yield* fs.exists(file).pipe(Effect.mapError(unreadable(file)))) return yield* described(given, file)
    }
    const at = path.resolve(place.base, given)
    const info = yield* fs.stat(at).pipe(Effect.option)
    if (info._tag === "None") {
      const names = yield* fs.readDirectory(configs).pipe(Effect.orElseSucceed(() => []))
      const described = names.filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length))
      const known = [...Object.keys(datasets), ...described.toSorted()].join(", ")
      return yield* unknown(
        `No dataset is named "${given}"; use one of: ${known}, or the path of a folder or descriptor.`
      )
    }
    if (info.value.type === "Directory") {
      const descriptor = yield* guessed(at)
      const name = pathName(path, place.root, at)
      return { name, source: sourceOf(path, name, descriptor, at), settings: descriptor }
    }
    if (!at.endsWith(suffix)) {
      return yield* unknown(
        `${given}: a file that is no descriptor; name the folder that it is in, or a descriptor (.json).`
      )
    }
    const own = path.dirname(at) === configs
    return yield* described(own ? path.basename(at, suffix) : pathName(path, place.root, at), at)
  })
