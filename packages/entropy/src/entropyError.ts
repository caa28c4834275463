import { Schema } from "effect"

/** The closed list of what can go wrong in `entropy`, beyond what the files' reader fails with. */
export const EntropyReason = Schema.Literals(["CountMismatch", "ValueInvalid"])

/**
 * What `entropy` fails with. `message` is one line: what was wrong, where (file, row) and the cure.
 */
export class EntropyError extends Schema.TaggedError<EntropyError>()("EntropyError", {
  reason: EntropyReason,
  message: Schema.String
}) {}
