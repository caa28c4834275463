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

/** What `native` fails with: what was wrong and where, and what mends it. `message` is both in one line. */
export class NativeError extends Schema.TaggedError<NativeError>()("NativeError", {
  reason: NativeReason,
  problem: Schema.String,
  cure: Schema.String
}) {
  override get message(): string {
    return `${this.problem}; ${this.cure}`
  }
}
