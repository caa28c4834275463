import type { DepthRule } from "@ebcle/core"
import { estimateTarget, obtain, PipelineError, ruleTarget } from "@ebcle/pipeline"
import { Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { json, print } from "../output.ts"
import { readDataset } from "../readDataset.ts"
import { isStudy, readStudy } from "../readStudy.ts"

const share = (name: string, largest: number, what: string, description: string) =>
  Flag.Finite(name).pipe(
    Flag.filter(
      (value) => value > 0 && value < largest,
      () => what
    ),
    Flag.optional,
    Flag.withDescription(description)
  )

/** The rule by which a dataset is judged that is not that of a study. */
const additive = (delta: Option.Option<number>, quantile: Option.Option<number>): DepthRule => ({
  rule: "additive",
  delta: Option.getOrElse(delta, () => 1),
  quantile: Option.getOrElse(quantile, () => 0.95)
})

export const estimate = Command.make(
  "estimate",
  {
    subject: Argument.String("study-or-dataset").pipe(
      Argument.withDescription(
        "A study: the path of its file, or its name in configs/ (mnist-resnet); or a dataset by its name or path (./my-images)"
      )
    ),
    delta: share(
      "delta",
      Number.POSITIVE_INFINITY,
      "a number above 0",
      "Of a dataset: entropy in nats that a block removes if it is not an identity; 1 by default"
    ),
    quantile: share(
      "quantile",
      1,
      "a number above 0 and below 1",
      "Of a dataset: which quantile of the entropy of its images bounds the depth; 0.95 by default"
    ),
    json
  },
  Effect.fnUntraced(function* ({ delta, json, quantile, subject }) {
    const ofStudy = yield* isStudy(subject)
    if (ofStudy && (Option.isSome(delta) || Option.isSome(quantile))) {
      return yield* new PipelineError({
        reason: "StudyInvalid",
        message: `${subject} is a study and has a depth rule of its own; change it there, or name the dataset for --delta and --quantile.`
      })
    }
    const target = ofStudy
      ? estimateTarget(yield* readStudy(subject, "tensorflow"))
      : ruleTarget(yield* readDataset(subject), "shannon", additive(delta, quantile))
    const { value } = yield* obtain(target)
    const { bound, derivation, interval, rule, shareBelow, unit } = value
    yield* print(json, value, () =>
      [
        `${value.dataset}: at most ${bound} ${unit} by the rule "${rule.rule}" (${derivation})`,
        `${100 * interval.level} % bootstrap interval over images: ${interval.lower} to ${interval.upper} ${unit}`,
        `${(100 * shareBelow).toFixed(1)} % of the images have a lower bound of their own`
      ].join("\n")
    )
  })
).pipe(Command.withDescription("Bound the depth that a dataset can use, by a study's rule or by the additive one"))
