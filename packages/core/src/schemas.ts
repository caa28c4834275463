import { Schema } from "effect"

/** A whole number of at least 1. */
export const PositiveInt = Schema.Int.check(
  Schema.isGreaterThanOrEqualTo(1, { expected: "a whole number of at least 1" })
)

/** A whole number of at least 0. */
export const NonNegativeInt = Schema.Int.check(
  Schema.isGreaterThanOrEqualTo(0, { expected: "a whole number of at least 0" })
)

/** A finite number above 0. */
export const PositiveNumber = Schema.Finite.check(Schema.isGreaterThan(0, { expected: "a number above 0" }))

/** A finite number of at least 0. */
export const NonNegativeNumber = Schema.Finite.check(
  Schema.isGreaterThanOrEqualTo(0, { expected: "a number of at least 0" })
)

/** A finite number from 0 to 1. */
export const Share = Schema.Finite.check(
  Schema.isBetween({ minimum: 0, maximum: 1 }, { expected: "a number from 0 to 1" })
)

const strictlyBetween = "a number above 0 and below 1"

/** A probability strictly between 0 and 1, as levels and error rates are. */
export const Probability = Schema.Finite.check(
  Schema.isGreaterThan(0, { expected: strictlyBetween }),
  Schema.isLessThan(1, { expected: strictlyBetween })
)

/** A name that is safe as a folder and as an Nx project: lower case letters, digits and inner hyphens. */
export const Name = Schema.String.check(
  Schema.isPattern(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u, {
    expected: "a name of lower case letters, digits and single hyphens between them"
  })
)

/** A text with something in it. */
export const Text = Schema.String.check(Schema.isMinLength(1, { expected: "a text that is not empty" }))
