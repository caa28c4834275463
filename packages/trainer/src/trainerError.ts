import { Schema } from "effect"

/** What training fails with. `message` is one line: what was wrong, where and the cure. */
export class TrainerError extends Schema.TaggedError<TrainerError>()("TrainerError", {
  reason: Schema.Literals([
    "DataTooSmall",
    "Diverged",
    "ProcessFailed",
    "WeightsInvalid",
    "NotWritable",
    "OutOfMemory"
  ]),
  message: Schema.String
}) {}
