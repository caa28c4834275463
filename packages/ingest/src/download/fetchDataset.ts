import { Effect, type FileSystem, type Path } from "effect"
import type { Dataset } from "../descriptor/dataset.ts"
import type { IngestError } from "../ingestError.ts"

/**
 * Fetches the files of a dataset, or of the one that it is made from, where its publisher offers them and they are not there.
 *
 * @errors DownloadFailed, DownloadWrong, FileUnwritable, each with which file to put where instead
 */
export const fetchDataset = (dataset: Dataset): Effect.Effect<void, IngestError, FileSystem.FileSystem | Path.Path> =>
  "from" in dataset ? fetchDataset(dataset.from) : (dataset.source.fetch ?? Effect.void)
