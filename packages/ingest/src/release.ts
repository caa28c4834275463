import { Effect, FileSystem, Path, type Scope } from "effect"
import { unpack } from "./archive/unpack.ts"
import type { DatasetContents, DatasetSource } from "./datasetSource.ts"
import { fileError, IngestError } from "./ingestError.ts"
import { describeFiles } from "./sourceFile.ts"

/** One of the forms in which a dataset is published: files in a folder, or archives of them. */
export interface Release {
  /** Official name of the folder. */
  readonly folder: string
  /** Official names of the archives that together hold its files, for each kind of archive. */
  readonly archives: ReadonlyArray<ReadonlyArray<string>>
  /** Base names of the files that must be there, in the order in which they are listed and digested. */
  readonly required: ReadonlyArray<string>
  /** Those that may be missing; a shorter dataset ends where one is. */
  readonly optional: ReadonlyArray<string>
  /** Opens the files, given as paths by base name; `scratch` is for what must be unpacked first. */
  readonly open: (
    files: ReadonlyMap<string, string>,
    scratch: string
  ) => Effect.Effect<DatasetContents, IngestError, FileSystem.FileSystem | Path.Path | Scope.Scope>
}

/** Where a release was found: its files, or archives of them. */
export type Place =
  | { readonly release: Release; readonly folder: string }
  | { readonly release: Release; readonly archives: ReadonlyArray<string> }

const exists = (file: string) =>
  FileSystem.FileSystem.pipe(Effect.flatMap((fs) => fs.exists(file).pipe(Effect.orElseSucceed(() => false))))

const allExist = (files: ReadonlyArray<string>) =>
  Effect.map(Effect.forEach(files, exists), (found) => found.every((there) => there))

/**
 * Looks for the releases of a dataset, in their order, in each folder.
 *
 * @errors SourceMissing, which says what to put where
 */
export const findRelease = Effect.fnUntraced(function* (
  name: string,
  releases: ReadonlyArray<Release>,
  folders: ReadonlyArray<string>
): Effect.fn.Return<Place, IngestError, FileSystem.FileSystem | Path.Path> {
  const path = yield* Path.Path
  for (const root of folders) {
    for (const release of releases) {
      const folder = path.join(root, release.folder)
      if (yield* exists(folder)) return { release, folder }
      for (const archives of release.archives) {
        const files = archives.map((archive) => path.join(root, archive))
        if (yield* allExist(files)) return { release, archives: files }
      }
    }
  }
  const ways = releases.flatMap(({ archives, folder }) => [
    ...archives.map((names) => names.join(" and ")),
    `the folder ${folder}`
  ])
  return yield* new IngestError({
    reason: "SourceMissing",
    message: `${name}: its files are not in ${folders.join(" or ")}; put ${ways.join(", or ")} into ${folders[0]}, or name another folder in EBCLE_DATA.`
  })
})

/** The files of a release in a folder, by base name. */
const filesIn = Effect.fnUntraced(function* ({ optional, required }: Release, folder: string) {
  const path = yield* Path.Path
  const files = new Map<string, string>()
  for (const name of [...required, ...optional]) {
    const file = path.join(folder, name)
    if (yield* exists(file)) files.set(name, file)
    else if (required.includes(name)) {
      return yield* fileError("SourceMissing", file, "is not there; put the whole folder of the dataset in its place.")
    }
  }
  return files
})

/**
 * A dataset that is published in files of fixed names, unpacked or not.
 *
 * @param locate where it is; asked each time, since a download may have come
 */
export const releaseDataset = (
  about: Pick<DatasetSource, "name" | "licence" | "citation">,
  locate: Effect.Effect<Place, IngestError, FileSystem.FileSystem | Path.Path>
): DatasetSource => ({
  ...about,
  sources: Effect.gen(function* () {
    const place = yield* locate
    if ("archives" in place) return yield* describeFiles(place.archives)
    return yield* describeFiles([...(yield* filesIn(place.release, place.folder)).values()])
  }),
  open: Effect.fnUntraced(function* (scratch) {
    const place = yield* locate
    const { release } = place
    if ("folder" in place) return yield* release.open(yield* filesIn(release, place.folder), scratch)
    const wanted = new Set([...release.required, ...release.optional])
    for (const archive of place.archives) yield* unpack(archive, wanted, scratch)
    return yield* release.open(yield* filesIn(release, scratch), scratch)
  })
})
