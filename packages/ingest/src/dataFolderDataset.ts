import { Effect, Path } from "effect"
import { dataFolder } from "./dataFolder.ts"
import type { DatasetSource } from "./datasetSource.ts"
import { fetchSource, type RemoteFile, remoteFolder } from "./download/fetchSource.ts"
import { findRelease, type Release, releaseDataset } from "./release.ts"

/** What the publisher of a dataset offers. */
export interface RemoteRelease {
  /** The folder that the files belong in; none for an archive, which holds it. */
  readonly folder?: string
  readonly files: readonly [RemoteFile, ...ReadonlyArray<RemoteFile>]
}

/** Where a dataset may be besides the data folder. */
interface Elsewhere {
  /** Folders that others put it into. */
  readonly folders?: ReadonlyArray<string>
  /** Looked for among what was fetched, under the digest of its first file. */
  readonly remote?: RemoteRelease
}

/** A dataset that is looked for in the data folder, then elsewhere, and fetched only when that is asked for. */
export const dataFolderDataset = (
  about: Pick<DatasetSource, "name" | "licence" | "citation">,
  releases: ReadonlyArray<Release>,
  { folders = [], remote }: Elsewhere = {}
): DatasetSource => {
  const find = (fetched: ReadonlyArray<string>) =>
    Effect.gen(function* () {
      return yield* findRelease(about.name, releases, [yield* dataFolder, ...folders, ...fetched])
    })
  if (remote === undefined) return releaseDataset(about, find([]))
  const cache = remoteFolder(remote.files[0])
  // Not only where nothing is found: of several files some may be in the cache.
  const fetch = find([]).pipe(
    Effect.asVoid,
    Effect.catchIf(
      ({ reason }) => reason === "SourceMissing",
      () =>
        Effect.gen(function* () {
          const path = yield* Path.Path
          const folder = path.join(yield* cache, remote.folder ?? "")
          yield* Effect.forEach(remote.files, (file) => fetchSource(file, folder), { discard: true })
        })
    )
  )
  const locate = Effect.flatMap(cache, (folder) => find([folder]))
  return { ...releaseDataset(about, locate), fetch }
}
