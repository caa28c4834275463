/** The closed list of what can be wrong with a user's choice of model or dataset. */
export type ZooReason = "UnknownModel" | "UnsupportedDepth" | "UnsupportedWidth" | "InputTooSmall"

/**
 * A choice that no architecture can meet: the study or the dataset is at fault, not the program. `message` is one line
 * that says what was wrong and the cure. Misuse by a program (a width of 1.5, layers that do not fit each other) is a
 * `RangeError` instead.
 */
export class ZooError extends Error {
  readonly _tag = "ZooError"
  override readonly name = "ZooError"
  readonly reason: ZooReason

  constructor(reason: ZooReason, message: string) {
    super(message)
    this.reason = reason
  }
}
