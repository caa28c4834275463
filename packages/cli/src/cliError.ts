import { Schema } from "effect"

/** What the command line itself fails with. `message` is one line with the cure. */
export class CliError extends Schema.TaggedError<CliError>()("EbcleCliError", {
  reason: Schema.Literals(["Busy", "FlagMisplaced", "NotReady", "NotWritable", "PortTaken", "UnknownMeasure"]),
  message: Schema.String
}) {}
