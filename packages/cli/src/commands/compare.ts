import { comparisonTarget, obtain } from "@ebcle/pipeline"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { engineFlag, readyToTrain } from "../engineFlag.ts"
import { json, print } from "../output.ts"
import { readStudy, studyArgument } from "../readStudy.ts"

export const compare = Command.make(
  "compare",
  { study: studyArgument, engine: engineFlag, json },
  Effect.fnUntraced(function* ({ engine, json, study }) {
    const { value } = yield* obtain(comparisonTarget(yield* readyToTrain(yield* readStudy(study, engine))))
    yield* print(
      json,
      value,
      () => value.comparisons.map(({ caveat, sentence }) => `${sentence} ${caveat}`).join("\n") || value.verdict
    )
  })
).pipe(Command.withDescription("Compare the variants of a study with its control"))
