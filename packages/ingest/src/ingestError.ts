import { type PlatformError, Schema } from "effect"

/** The closed list of what can go wrong in `ingest`. */
export const IngestReason = Schema.Literals([
  "DatasetUnknown",
  "SourceMissing",
  "SourceChanged",
  "FileUnreadable",
  "FileUnwritable",
  "GzipDamaged",
  "FileTooLarge",
  "FileEmpty",
  "FileTruncated",
  "ArchiveDamaged",
  "ArchiveRefused",
  "PickleDamaged",
  "PickleRefused",
  "NpyDamaged",
  "ContentUnexpected",
  "IdxHeader",
  "IdxTruncated",
  "IdxOversized",
  "IdxEmpty",
  "LabelCount",
  "LabelRange",
  "ShapeMismatch",
  "ArrowDamaged",
  "ArrowUnexpected",
  "MatDamaged",
  "MatUnexpected",
  "DecoderMissing",
  "ImageUnsupported",
  "ImageDamaged",
  "ImageSizes",
  "FolderLayout",
  "LinkOutside",
  "ParquetDamaged",
  "ParquetUnexpected",
  "DescriptorNotJson",
  "DescriptorInvalid",
  "DescriptorCycle",
  "TransformImpossible",
  "DownloadFailed",
  "DownloadWrong"
])
export type IngestReason = typeof IngestReason.Type

/**
 * What `ingest` fails with. `message` is one line: what was wrong, where (file, byte offset) and the cure.
 */
export class IngestError extends Schema.TaggedError<IngestError>()("IngestError", {
  reason: IngestReason,
  message: Schema.String
}) {}

/** An `IngestError` about a file, or about one byte of it. */
export const fileError = (reason: IngestReason, file: string, what: string, byte?: number): IngestError =>
  new IngestError({ reason, message: `${file}${byte === undefined ? "" : `, byte ${byte}`}: ${what}` })

/** What a file or folder that cannot be written fails with. */
export const unwritable = (file: string) => (error: PlatformError.PlatformError) =>
  fileError("FileUnwritable", file, `${error.reason._tag}, the file cannot be written; free space or permit writing.`)
