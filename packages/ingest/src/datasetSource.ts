import type { Effect, FileSystem, Path, Scope, Stream } from "effect"
import type { ImageChunk } from "./imageChunk.ts"
import type { IngestError } from "./ingestError.ts"
import type { SourceFile } from "./sourceFile.ts"

/** One split of a dataset: how many images it has, and the images in official order, in chunks of any sizes. */
export interface SplitSource {
  readonly count: number
  readonly chunks: Stream.Stream<ImageChunk, IngestError, FileSystem.FileSystem | Path.Path>
}

/** What the files of a dataset hold. Pixels are read when the streams run, in constant memory. */
export interface DatasetContents {
  /** [height, width, channels]. */
  readonly shape: readonly [number, number, number]
  /** Class names; label i is the i-th. */
  readonly classes: ReadonlyArray<string>
  readonly train: SplitSource
  readonly test: SplitSource
  /** Images that belong to no class, each with the label -1. */
  readonly unlabelled?: SplitSource
}

/**
 * A dataset: where its files are and how to read them. A new format is one file that makes such a value; digests,
 * progress, header and writing are `ingestDataset`'s.
 */
export interface DatasetSource {
  readonly name: string
  readonly licence: string
  readonly citation: string
  /** The files it is made from, digested (and checked, where it is known what they must be) now. */
  readonly sources: Effect.Effect<ReadonlyArray<SourceFile>, IngestError, FileSystem.FileSystem | Path.Path>
  /** Fetches the files where they are not there yet; absent of a dataset that is not fetched. */
  readonly fetch?: Effect.Effect<void, IngestError, FileSystem.FileSystem | Path.Path>
  /**
   * Opens the files; what they hold can be read until the scope ends.
   *
   * @param scratch an empty folder for what must be unpacked first; it is removed afterwards
   */
  readonly open: (
    scratch: string
  ) => Effect.Effect<DatasetContents, IngestError, FileSystem.FileSystem | Path.Path | Scope.Scope>
}
