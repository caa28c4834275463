import type { DatasetHeader } from "@ebcle/core"
import type { Effect, FileSystem, Path } from "effect"
import type { IngestError } from "./ingestError.ts"
import type { SourceFile } from "./sourceFile.ts"

/** A dataset that is known by name. */
export interface DatasetSource {
  /** The files it is made from, read and checked now. */
  readonly sources: Effect.Effect<ReadonlyArray<SourceFile>, IngestError, FileSystem.FileSystem | Path.Path>
  /** Writes `train.arrow` and `test.arrow` into a folder. */
  readonly ingest: (folder: string) => Effect.Effect<DatasetHeader, IngestError, FileSystem.FileSystem | Path.Path>
}
