import { Schema } from "effect"

/** The closed list of what can go wrong in training; all else is a defect. */
export const TrainerReason = Schema.Literals([
  "DataTooSmall",
  "DataUnreadable",
  "Diverged",
  "Interrupted",
  "KernelMissing",
  "NativeLibraryMissing",
  "BackendMissing",
  "NetworkInvalid",
  "ProcessFailed",
  "WeightsInvalid",
  "NotWritable",
  "OutOfMemory",
  "Stalled",
  "TimesUnavailable"
])
export type TrainerReason = typeof TrainerReason.Type

/** What training fails with. `message` is one line: what was wrong, where and the cure. */
export class TrainerError extends Schema.TaggedError<TrainerError>()("TrainerError", {
  reason: TrainerReason,
  message: Schema.String
}) {}
