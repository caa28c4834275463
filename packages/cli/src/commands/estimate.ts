import { estimateTarget, obtain } from "@ebcle/pipeline"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { json, print } from "../output.ts"
import { readStudy, studyArgument } from "../readStudy.ts"

export const estimate = Command.make(
  "estimate",
  { study: studyArgument, json },
  Effect.fnUntraced(function* ({ json, study }) {
    const { value } = yield* obtain(estimateTarget(yield* readStudy(study, "tensorflow")))
    const { bound, derivation, interval, rule, shareBelow, unit } = value
    yield* print(json, value, () =>
      [
        `${value.dataset}: at most ${bound} ${unit} by the rule "${rule.rule}" (${derivation})`,
        `${100 * interval.level} % bootstrap interval over images: ${interval.lower} to ${interval.upper} ${unit}`,
        `${(100 * shareBelow).toFixed(1)} % of the images have a lower bound of their own`
      ].join("\n")
    )
  })
).pipe(Command.withDescription("Bound the depth that a study's dataset can use"))
