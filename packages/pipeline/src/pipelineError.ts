import { Schema } from "effect"

/** What the pipeline itself fails with; stages fail with errors of their own. `message` is one line with the cure. */
export class PipelineError extends Schema.TaggedError<PipelineError>()("PipelineError", {
  reason: Schema.Literals(["BudgetTooSmall", "ModelInvalid", "CellUnknown", "StudyInvalid"]),
  message: Schema.String
}) {}
