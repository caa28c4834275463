import { Schema } from "effect"
import { Augmentation } from "./augmentation.ts"
import { EntropyMeasure } from "./measureName.ts"
import { Optimizer } from "./optimizer.ts"
import { Schedule } from "./schedule.ts"
import { Name, NonNegativeInt, NonNegativeNumber, PositiveInt, PositiveNumber, Probability, Text } from "./schemas.ts"

/** What a variant may spend on width: nothing, or a fraction of what the baseline costs in one respect. */
export const Budget = Schema.Union([
  Schema.Literal("none"),
  Schema.Struct({ parameters: PositiveNumber }),
  Schema.Struct({ macs: PositiveNumber }),
  Schema.Struct({ memory: PositiveNumber }),
  Schema.Struct({ time: PositiveNumber })
]).annotate({
  expected: '"none" or a fraction as { "parameters": f }, { "macs": f }, { "memory": f } or { "time": f }',
  description:
    'How wide the network may be after its depth was changed: "none" keeps the baseline\'s width; else at most the fraction f of the baseline\'s parameters, multiply-adds ("macs"), activation memory of a training step ("memory") or seconds of a training step ("time", by a cost model that is measured once on the machine).'
})
export type Budget = typeof Budget.Type

const entropyQuantile = Probability.annotate({
  description: "Which quantile of the per-image entropy bounds the depth."
})

/** A depth rule with its parameters; the `depth` package says what each means, and where it is weak. */
export const DepthRule = Schema.Union([
  Schema.Struct({
    rule: Schema.Literal("additive"),
    delta: PositiveNumber.annotate({ description: "Entropy in nats that a block removes if it is not an identity." }),
    quantile: entropyQuantile
  }),
  Schema.Struct({
    rule: Schema.Literal("multiplicative"),
    ratio: Schema.Finite.check(Schema.isGreaterThan(1, { expected: "a number above 1" })).annotate({
      description: "By which factor a compressing stage divides the information of an image."
    }),
    quantile: entropyQuantile
  }),
  Schema.Struct({
    rule: Schema.Literal("proportional"),
    layers: PositiveInt.annotate({ description: "Depth, in layers, that images of the highest entropy would get." })
  })
])
export type DepthRule = typeof DepthRule.Type

/** One baseline architecture, by its name in the zoo. */
export const ModelChoice = Text.annotate({
  description: "The name of a network: resnet20, densenet40-k12, mobilenet-v2; `npx ebcle zoo list` has them all."
})
export type ModelChoice = typeof ModelChoice.Type

const Precision = Schema.Literals(["float32", "bfloat16", "float16"])

const precision = Schema.optionalKey(
  Precision.annotate({ description: "In which the variant is computed; that of the recipe by default." })
)

/** How a variant turns the baseline into another architecture, and what it changes in the recipe. */
export const Variant = Schema.Union([
  Schema.Struct({ transform: Schema.Literal("baseline"), precision }),
  Schema.Struct({ transform: Schema.Literal("restricted"), budget: Budget, precision }),
  Schema.Struct({
    transform: Schema.Literal("depth"),
    blocks: Schema.Int.check(
      Schema.isBetween({ minimum: 1, maximum: 1000 }, { expected: "a whole number from 1 to 1000" })
    ).annotate({
      description:
        "Blocks of the whole network, fewer or more than the baseline's, whatever the bound: a point of a depth sweep."
    }),
    budget: Budget,
    precision
  })
])
export type Variant = typeof Variant.Type

/** Everything about training that is not the architecture, the data or the seed. */
export const Recipe = Schema.Struct({
  epochs: PositiveInt,
  batchSize: PositiveInt,
  microBatches: Schema.optionalKey(
    PositiveInt.annotate({
      description:
        "Equal parts of a batch that are computed one after the other, to need less memory; 1 by default. Batch norm sees one part at a time."
    })
  ),
  recomputeActivations: Schema.optionalKey(
    Schema.Boolean.annotate({
      description:
        "True keeps only what goes from block to block for the gradients and computes the rest again: less memory, about a third more work, the same numbers. False by default."
    })
  ),
  optimizer: Optimizer,
  learningRate: Schedule,
  weightDecay: NonNegativeNumber.annotate({
    description:
      "Of convolution and dense kernels: sgd, adam and rmsprop add it times the weight to the gradient (an L2 penalty), adamw and lamb to the step (decoupled)."
  }),
  maxGradientNorm: Schema.optionalKey(
    PositiveNumber.annotate({
      description: "Gradients are scaled down together where their global norm is more; never by default."
    })
  ),
  emaDecay: Schema.optionalKey(
    Probability.annotate({
      description:
        "Decay of an exponential moving average of the weights, which is then what is evaluated and kept; none by default."
    })
  ),
  labelSmoothing: Schema.Finite.check(
    Schema.isGreaterThanOrEqualTo(0, { expected: "a number of at least 0 and below 1" }),
    Schema.isLessThan(1, { expected: "a number of at least 0 and below 1" })
  ),
  precision: Precision.annotate({
    description:
      "In which activations and kernels are computed; weights, statistics and sums stay float32. float16 scales the loss, and is slow on a CPU."
  }),
  dropout: Schema.optionalKey(
    Probability.annotate({
      description: "Rate at which inputs of the last layer are dropped in training; 0 by default."
    })
  ),
  stochasticDepth: Schema.optionalKey(
    Probability.annotate({
      description:
        "Rate at which the last residual branch is dropped in training, image by image; it grows along a line from the input on. 0 by default."
    })
  ),
  augmentation: Schema.optionalKey(
    Augmentation.annotate({ description: "Random changes of the training images; test images are left as they are." })
  )
})
export type Recipe = typeof Recipe.Type

/** How the runs are compared; declared before they are made. */
export const ComparisonPlan = Schema.Struct({
  control: Name.annotate({ description: "The variant that the others are compared with." }),
  margin: PositiveNumber.annotate({
    description: "Largest loss of test accuracy, as a share (0.005 is half a point), that still counts as not worse."
  }),
  alpha: Schema.Finite.check(
    Schema.isGreaterThan(0, { expected: "a number above 0 and below 0.5" }),
    Schema.isLessThan(0.5, { expected: "a number above 0 and below 0.5" })
  ).annotate({
    description:
      "Type-1 error rate of the comparisons of accuracy together (Holm); intervals are of level 1 - alpha each."
  })
})
export type ComparisonPlan = typeof ComparisonPlan.Type

/** Which dataset a study trains on, and how much of it. */
export const DatasetChoice = Schema.Struct({
  name: Text.annotate({
    description:
      "A dataset by its name (mnist), the name of a descriptor in configs/datasets, or the path of a folder or descriptor, from the folder of this file on."
  }),
  trainImages: Schema.optionalKey(
    PositiveInt.annotate({ description: "Only the first so many training images, in official order; all by default." })
  ),
  testImages: Schema.optionalKey(
    PositiveInt.annotate({ description: "Only the first so many test images, in official order; all by default." })
  )
})
export type DatasetChoice = typeof DatasetChoice.Type

/** What is looked at inside the networks while they train. */
export const ProbePlan = Schema.Struct({
  images: Schema.Int.check(
    Schema.isBetween({ minimum: 16, maximum: 1024 }, { expected: "a whole number from 16 to 1024" })
  ).annotate({ description: "The first so many test images." })
})
export type ProbePlan = typeof ProbePlan.Type

const named = <S extends Schema.Top>(value: S) =>
  Schema.Record(Name, value).check(Schema.isMinProperties(1, { expected: "at least one entry" }))

/**
 * A study: one dataset, one depth rule, models × variants × seeds, and the comparison that was planned beforehand.
 *
 * Models and variants are keyed by name, never listed, because a build cache can follow a key and not an index.
 */
export const Study = Schema.Struct({
  $schema: Schema.optionalKey(Schema.String),
  title: Text,
  about: Schema.Struct({
    shows: Text,
    takes: Text,
    expect: Text
  }).annotate({ description: "The header: what the study shows, how long it takes, what to expect." }),
  onRequest: Schema.optionalKey(
    Schema.Boolean.annotate({ description: "True keeps the study out of `nx run-many -t report`." })
  ),
  dataset: DatasetChoice,
  measure: EntropyMeasure.annotate({
    description:
      "What counts as the entropy of an image; `ebcle profile DATASET --measures all` shows what each one says."
  }),
  depth: DepthRule,
  models: named(ModelChoice),
  variants: named(Variant),
  recipe: Recipe,
  probe: Schema.optionalKey(
    ProbePlan.annotate({
      description: "Measures after every epoch how close each block is to the identity; not by default."
    })
  ),
  seeds: Schema.Array(NonNegativeInt).check(
    Schema.isMinLength(1, { expected: "at least one seed" }),
    Schema.isUnique({ expected: "seeds that differ from each other" })
  ),
  comparison: ComparisonPlan
}).annotate({ title: "ebcle study", identifier: "Study" })
export type Study = typeof Study.Type
