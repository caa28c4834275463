import { explain as explainTarget, reportTarget } from "@ebcle/pipeline"
import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { engineFlag } from "../engineFlag.ts"
import { json, print } from "../output.ts"
import { readStudies, studyNames } from "../readStudy.ts"

const studies = Argument.String("study").pipe(
  Argument.variadic(),
  Argument.withDescription("Studies: paths of files, or names in configs/; all of configs/ by default")
)

export const explain = Command.make(
  "explain",
  { studies, engine: engineFlag, json },
  Effect.fnUntraced(function* ({ engine, json, studies }) {
    const named = yield* readStudies(studies.length === 0 ? yield* studyNames : studies, engine)
    const explanations = yield* explainTarget(...named.map((study) => reportTarget(study)))
    const running = explanations.filter(({ runs }) => runs).length
    const width = explanations.reduce((most, { folder }) => Math.max(most, folder.length), 0)
    yield* print(json, explanations, () =>
      [
        ...explanations.map(({ folder, runs, why }) => `${runs ? "run " : "keep"}  ${folder.padEnd(width)}  ${why}`),
        "",
        `${running} of ${explanations.length} would run.`
      ].join("\n")
    )
  })
).pipe(Command.withDescription("Say what of studies would run, and why"))
