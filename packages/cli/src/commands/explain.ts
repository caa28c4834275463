import { explain as explainTarget, reportTarget } from "@ebcle/pipeline"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { json, print } from "../output.ts"
import { readStudy, studyArgument } from "../readStudy.ts"

export const explain = Command.make(
  "explain",
  { study: studyArgument, json },
  Effect.fnUntraced(function* ({ json, study }) {
    const explanations = yield* explainTarget(reportTarget(yield* readStudy(study)))
    const running = explanations.filter(({ runs }) => runs).length
    const width = Math.max(...explanations.map(({ folder }) => folder.length))
    yield* print(json, explanations, () =>
      [
        ...explanations.map(({ folder, runs, why }) => `${runs ? "run " : "keep"}  ${folder.padEnd(width)}  ${why}`),
        "",
        `${running} of ${explanations.length} would run.`
      ].join("\n")
    )
  })
).pipe(Command.withDescription("Say what of a study would run, and why"))
