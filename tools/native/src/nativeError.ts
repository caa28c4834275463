import { Schema } from "effect"

/** The closed list of what can go wrong while the native library is set up. */
export const NativeReason = Schema.Literals([
  "UnsupportedPlatform",
  "PackageMissing",
  "LockInvalid",
  "FolderInvalid",
  "NoPython",
  "NoPip",
  "NoCompiler",
  "NoSpace",
  "NotWritable",
  "DownloadFailed",
  "ChecksumMismatch",
  "UnpackFailed",
  "CompileFailed",
  "SelfTestFailed"
])
export type NativeReason = typeof NativeReason.Type

/** What `native` fails with. `message` is one line: what was wrong, where, and the cure. */
export class NativeError extends Schema.TaggedError<NativeError>()("NativeError", {
  reason: NativeReason,
  message: Schema.String
}) {}
