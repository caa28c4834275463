import { explain as explainTarget, reportTarget } from "@ebcle/pipeline"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { json, print, table } from "../output.ts"
import { readStudy, studyArgument } from "../readStudy.ts"

export const explain = Command.make(
  "explain",
  { study: studyArgument, json },
  Effect.fnUntraced(function* ({ json, study }) {
    const explanations = yield* explainTarget(reportTarget(yield* readStudy(study)))
    const running = explanations.filter(({ runs }) => runs).length
    yield* print(json, explanations, () =>
      [
        table(
          explanations
            .map(({ folder, runs, why }) => [folder, runs ? "run " : "keep", why])
            .map(([a, b, c]) => [`${b}  ${a}`, c!])
        ),
        "",
        `${running} of ${explanations.length} would run.`
      ].join("\n")
    )
  })
).pipe(Command.withDescription("Say what of a study would run, and why"))
