import { Schema } from "effect"
import { Share } from "./schemas.ts"

const momentum = Share.annotate({ description: "Share of the last step that is taken again." })

/** How gradients become steps; formulas and sources are in the trainer's `optimizers`. */
export const Optimizer = Schema.Union([
  Schema.Struct({ algorithm: Schema.Literal("sgd"), momentum, nesterov: Schema.Boolean })
])
export type Optimizer = typeof Optimizer.Type
