import { Schema } from "effect"
import { NonNegativeNumber, PositiveNumber, Probability } from "./schemas.ts"

const peak = PositiveNumber.annotate({ description: "The highest learning rate." })
const warmupEpochs = NonNegativeNumber.annotate({
  description: "Epochs in which the rate first rises from 0 to the peak along a line."
})

/** How the learning rate goes over a training; the formulas are in the trainer's `learningRates`. */
export const Schedule = Schema.Union([
  Schema.Struct({ schedule: Schema.Literal("constant"), peak, warmupEpochs }),
  Schema.Struct({
    schedule: Schema.Literal("step"),
    peak,
    milestones: Schema.Array(PositiveNumber).annotate({ description: "Epochs after which the rate is multiplied." }),
    factor: Probability,
    warmupEpochs
  }),
  Schema.Struct({ schedule: Schema.Literal("cosine"), peak, warmupEpochs }),
  Schema.Struct({ schedule: Schema.Literal("linear"), peak, warmupEpochs }),
  Schema.Struct({
    schedule: Schema.Literal("polynomial"),
    peak,
    power: PositiveNumber.annotate({ description: "1 falls along a line, 2 along a parabola that ends flat." }),
    warmupEpochs
  }),
  Schema.Struct({
    schedule: Schema.Literal("one-cycle"),
    peak,
    initialFactor: Probability.annotate({ description: "The rate at the start, as a share of the peak." }),
    finalFactor: Probability.annotate({ description: "The rate at the end, as a share of the peak." }),
    warmupEpochs: NonNegativeNumber.annotate({ description: "Epochs after which the rate is at its peak." })
  })
])
export type Schedule = typeof Schedule.Type
