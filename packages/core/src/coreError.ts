import { Schema } from "effect"

/** The closed list of what can go wrong in `core`. */
export const CoreReason = Schema.Literals([
  "StudyNotFound",
  "StudyNotJson",
  "StudyInvalid",
  "KeyNotHashable",
  "ArtifactInvalid",
  "StoreNotWritable"
])

/**
 * What `core` fails with. `message` is one line: what was wrong, where (file, key) and the cure.
 */
export class CoreError extends Schema.TaggedError<CoreError>()("CoreError", {
  reason: CoreReason,
  message: Schema.String
}) {}
