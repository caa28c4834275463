import { Effect, FileSystem, Path } from "effect"
import { fileError, type IngestError } from "../ingestError.ts"
import { unreadable } from "../sourceFile.ts"
import { seededOrder } from "../transforms/seededOrder.ts"
import type { SplitRule } from "../transforms/splitRule.ts"

/** An image file of a class: its path, and its name below the folder as `class/file`, with `/` on every system. */
export interface LabelledFile {
  readonly path: string
  readonly name: string
  readonly label: number
}

/** The images of a folder, in the order in which they are ingested. */
export interface ImageFolder {
  readonly classes: ReadonlyArray<string>
  readonly train: ReadonlyArray<LabelledFile>
  readonly test: ReadonlyArray<LabelledFile>
}

const readable = /\.(?:png|jpe?g|webp)$/i
/** Images that would be left out without a word if they were passed over like other files. */
const unreadableImage = /\.(?:avif|bmp|gif|heic|heif|jp2|jxl|pgm|ppm|svg|tga|tiff?)$/i

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : 1)

/** Names in a folder that are not hidden, with their paths and kinds. Links must not lead out of `root`. */
const entriesOf = Effect.fnUntraced(function* (folder: string, root: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const names = (yield* fs.readDirectory(folder)).filter((name) => !name.startsWith(".")).sort(byCodeUnits)
  return yield* Effect.forEach(
    names,
    (name) =>
      Effect.gen(function* () {
        const at = path.join(folder, name)
        const real = yield* fs.realPath(at)
        if (real !== root && !real.startsWith(root + path.sep)) {
          return yield* fileError("LinkOutside", at, "a link that leads out of the folder; copy what it leads to.")
        }
        return { name, path: at, type: (yield* fs.stat(at)).type }
      }),
    { concurrency: 16 }
  )
})

/** The images of each class below a folder, by the names of the classes. */
const classesBelow = Effect.fnUntraced(function* (folder: string, root: string) {
  const layout = (at: string, what: string) => fileError("FolderLayout", at, what)
  const folders = (yield* entriesOf(folder, root)).filter(({ type }) => type === "Directory")
  const classes: Record<string, ReadonlyArray<{ readonly name: string; readonly path: string }>> = {}
  for (const { name, path: at } of folders) {
    const entries = yield* entriesOf(at, root)
    const inner = entries.find(({ type }) => type === "Directory")
    if (inner !== undefined) return yield* layout(inner.path, "a folder in that of a class; put its images beside it.")
    const other = entries.find((entry) => unreadableImage.test(entry.name))
    if (other !== undefined) {
      return yield* fileError(
        "ImageUnsupported",
        other.path,
        "not a PNG, JPEG or WebP image; convert it, or take it away."
      )
    }
    const images = entries.filter((entry) => readable.test(entry.name))
    if (images.length === 0)
      return yield* layout(at, "a class without PNG, JPEG or WebP images; add some, or take it away.")
    classes[name] = images.map((image) => ({ name: `${name}/${image.name}`, path: image.path }))
  }
  if (folders.length < 2) {
    return yield* layout(
      folder,
      `${folders.length} folders in it; put the images of each class into a folder of its own.`
    )
  }
  return classes
})

/** All files of some classes in an order that the seed decides, so that the first so many are a fair sample. */
const shuffled = (files: ReadonlyArray<LabelledFile>, seed: number): ReadonlyArray<LabelledFile> =>
  seededOrder(
    seed,
    files.map(({ name }) => name)
  ).map((index) => files[index]!)

/**
 * Finds the images of a folder: `train/CLASS/FILE` and `test/CLASS/FILE`, or `CLASS/FILE`, of which each class then gives
 * its share to the test split, at least one image.
 *
 * Classes are in order of their names. Hidden files and those that are no images are passed over.
 *
 * @errors FileUnreadable, FolderLayout, ImageUnsupported, LinkOutside
 */
export const imageFolder = Effect.fnUntraced(
  function* (folder: string, { seed, testShare }: SplitRule) {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const root = yield* fs.realPath(folder)
    const splits = (yield* entriesOf(folder, root)).filter(
      ({ name, type }) => type === "Directory" && (name === "train" || name === "test")
    )
    if (splits.length === 1) {
      const other = splits[0]!.name === "train" ? "test" : "train"
      return yield* fileError(
        "FolderLayout",
        folder,
        `a folder ${splits[0]!.name} and no folder ${other} beside it; add it.`
      )
    }
    const labelled = (found: Effect.Success<ReturnType<typeof classesBelow>>) =>
      Object.values(found).map((files, label) => files.map((file): LabelledFile => ({ ...file, label })))
    if (splits.length === 0) {
      const found = yield* classesBelow(folder, root)
      const single = Object.entries(found).find(([, files]) => files.length < 2)
      if (single !== undefined) {
        return yield* fileError(
          "FolderLayout",
          path.join(folder, single[0]),
          "one image, of which train and test cannot both have one; add another."
        )
      }
      const halves = labelled(found).map((files) => {
        const count = Math.max(1, Math.min(files.length - 1, Math.round(testShare * files.length)))
        const ordered = shuffled(files, seed)
        return { test: ordered.slice(0, count), train: ordered.slice(count) }
      })
      return {
        classes: Object.keys(found),
        train: shuffled(
          halves.flatMap(({ train }) => train),
          seed
        ),
        test: shuffled(
          halves.flatMap(({ test }) => test),
          seed
        )
      } satisfies ImageFolder
    }
    const train = yield* classesBelow(path.join(folder, "train"), root)
    const test = yield* classesBelow(path.join(folder, "test"), root)
    const [classes, others] = [Object.keys(train), Object.keys(test)]
    const odd = [
      ...classes.filter((name) => !others.includes(name)),
      ...others.filter((name) => !classes.includes(name))
    ][0]
    if (odd !== undefined) {
      return yield* fileError(
        "FolderLayout",
        folder,
        `class ${JSON.stringify(odd)} is not in both of train and test; add it, or take it away.`
      )
    }
    return {
      classes,
      train: shuffled(labelled(train).flat(), seed),
      test: shuffled(labelled(test).flat(), seed)
    } satisfies ImageFolder
  },
  (effect, folder) =>
    Effect.catchTag(
      effect,
      "PlatformError",
      (error): Effect.Effect<never, IngestError> => Effect.fail(unreadable(folder)(error))
    )
)
