import { Schema } from "effect"
import { PositiveNumber, Share } from "./schemas.ts"

const retention = Schema.Finite.check(
  Schema.isGreaterThanOrEqualTo(0, { expected: "a number of at least 0 and below 1" }),
  Schema.isLessThan(1, { expected: "a number of at least 0 and below 1" })
)
const momentum = Share.annotate({ description: "Share of the last step that is taken again." })
const moments = {
  beta1: retention.annotate({ description: "Decay of the mean of the gradients." }),
  beta2: retention.annotate({ description: "Decay of the mean of their squares." }),
  epsilon: PositiveNumber.annotate({ description: "Added to the root of the squares' mean." })
}

/** How gradients become steps; formulas and sources are in the trainer's `optimizers`. */
export const Optimizer = Schema.Union([
  Schema.Struct({ algorithm: Schema.Literal("sgd"), momentum, nesterov: Schema.Boolean }),
  Schema.Struct({ algorithm: Schema.Literal("adam"), ...moments }),
  Schema.Struct({ algorithm: Schema.Literal("adamw"), ...moments }),
  Schema.Struct({
    algorithm: Schema.Literal("rmsprop"),
    rho: retention.annotate({ description: "Decay of the mean of the squared gradients." }),
    momentum,
    epsilon: PositiveNumber.annotate({ description: "Added to the squares' mean, inside the root." })
  }),
  Schema.Struct({ algorithm: Schema.Literal("lamb"), ...moments })
])
export type Optimizer = typeof Optimizer.Type
