import { explain as explainTarget, reportTarget } from "@ebcle/pipeline"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { engineFlag } from "../engineFlag.ts"
import { json, print } from "../output.ts"
import { readStudy, studyArgument } from "../readStudy.ts"

export const explain = Command.make(
  "explain",
  { study: studyArgument, engine: engineFlag, json },
  Effect.fnUntraced(function* ({ engine, json, study }) {
    const explanations = yield* explainTarget(reportTarget(yield* readStudy(study, engine)))
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
