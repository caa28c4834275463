import { Schema } from "effect"

/** The closed list of what can go wrong in `report`. */
export const ReportReason = Schema.Literals(["InputsDisagree", "ChartNotDrawn", "PageNotWritable"])

/** What `report` fails with. `message` is one line: what was wrong, where and the cure. */
export class ReportError extends Schema.TaggedError<ReportError>()("ReportError", {
  reason: ReportReason,
  message: Schema.String
}) {}
