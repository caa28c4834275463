import { Effect, type FileSystem, type Path } from "effect"
import { dataFolder } from "./dataFolder.ts"
import type { DatasetSource } from "./datasetSource.ts"
import { fetchSource, type RemoteFile, remoteFolder } from "./download/fetchSource.ts"
import type { IngestError } from "./ingestError.ts"
import { findRelease, type Place, type Release, releaseDataset } from "./release.ts"

/** Where a dataset may be besides the data folder. */
interface Elsewhere {
  /** Folders that others put it into. */
  readonly folders?: ReadonlyArray<string>
  /** One of its archives as its publisher offers it; looked for among what was fetched. */
  readonly remote?: RemoteFile
}

/** A dataset that is looked for in the data folder, then elsewhere, and fetched only when that is asked for. */
export const dataFolderDataset = (
  about: Pick<DatasetSource, "name" | "licence" | "citation">,
  releases: ReadonlyArray<Release>,
  { folders = [], remote }: Elsewhere = {}
): DatasetSource => {
  const locate: Effect.Effect<Place, IngestError, FileSystem.FileSystem | Path.Path> = Effect.gen(function* () {
    const fetched = remote === undefined ? [] : [yield* remoteFolder(remote)]
    return yield* findRelease(about.name, releases, [yield* dataFolder, ...folders, ...fetched])
  })
  const source = releaseDataset(about, locate)
  if (remote === undefined) return source
  const fetch = locate.pipe(
    Effect.asVoid,
    Effect.catchIf(
      ({ reason }) => reason === "SourceMissing",
      () => Effect.asVoid(fetchSource(remote))
    )
  )
  return { ...source, fetch }
}
