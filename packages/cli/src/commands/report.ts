import { type NamedStudy, obtain, obtainWithin, overviewTarget, PipelineError, reportTarget } from "@ebcle/pipeline"
import { Effect, Option, Path } from "effect"
import { Argument, Command } from "effect/cli"
import { checkpointEvery, withCheckpoints } from "../checkpointFlag.ts"
import { CliError } from "../cliError.ts"
import { engineFlag, readyToTrain } from "../engineFlag.ts"
import { maxTime } from "../maxTimeFlag.ts"
import { json, print } from "../output.ts"
import { readStudies, readStudy, studyArgument } from "../readStudy.ts"
import { withRunLog } from "../runLog/runLog.ts"

const flags = { engine: engineFlag, checkpointEvery, maxTime, json }
type Flags = Command.Command.Config.Infer<typeof flags>

/** Makes the page of one study and says where it is. */
const makePage = Effect.fnUntraced(function* (named: NamedStudy, { checkpointEvery, json, maxTime }: Flags) {
  const path = yield* Path.Path
  const made = Option.match(maxTime, {
    onNone: () => obtain(reportTarget(named)),
    onSome: (seconds) => obtainWithin(named, seconds)
  }).pipe(withCheckpoints(checkpointEvery))
  const { folder, value } = yield* withRunLog(named, made)
  const page = path.join(folder, value.page)
  yield* print(json, { ...value, page }, () => `${page}: ${value.verdict}`)
})

/** Makes the page of each study, and one of all of them together. */
const makeOverview = Effect.fnUntraced(function* (studies: ReadonlyArray<NamedStudy>, options: Flags) {
  const path = yield* Path.Path
  const pages: Array<string> = []
  for (const named of studies) {
    const { folder, value } = yield* obtain(reportTarget(named)).pipe(withCheckpoints(options.checkpointEvery))
    pages.push(path.join(folder, value.page))
  }
  const { folder, value } = yield* obtain(overviewTarget(studies))
  const page = path.join(folder, value.page)
  yield* print(options.json, { ...value, page, pages }, () => [...pages, `${page}: ${value.verdict}`].join("\n"))
})

/** Studies share a page under their names, so no name may come twice. */
const requireDistinct = (studies: ReadonlyArray<NamedStudy>) => {
  const twice = studies.find(({ name }, index) => studies.findIndex((other) => other.name === name) !== index)
  return twice === undefined
    ? Effect.void
    : Effect.fail(
        new PipelineError({
          reason: "StudyInvalid",
          message: `${twice.file}: the study ${twice.name} is given twice; name each study once.`
        })
      )
}

const studies = Argument.String("study").pipe(
  Argument.withDescription(
    "Studies: the paths of their files, or their names in configs/; several get a page together"
  ),
  Argument.variadic({ min: 1 })
)

export const report = Command.make(
  "report",
  { studies, ...flags },
  Effect.fnUntraced(function* ({ studies, ...options }) {
    const named = yield* readStudies(studies, options.engine)
    yield* requireDistinct(named)
    const ready = yield* Effect.forEach(named, readyToTrain)
    if (ready.length === 1) return yield* makePage(ready[0]!, options)
    if (Option.isSome(options.maxTime)) {
      return yield* new CliError({
        reason: "FlagMisplaced",
        message: "--max-time is the time of one study; report each of them with its own, then all together without."
      })
    }
    yield* makeOverview(ready, options)
  })
).pipe(Command.withDescription("Write the page of a study, or of several together; trains what is not trained yet"))

export const run = Command.make(
  "run",
  { study: studyArgument, ...flags },
  Effect.fnUntraced(function* ({ study, ...options }) {
    yield* makePage(yield* readyToTrain(yield* readStudy(study, options.engine)), options)
  })
).pipe(Command.withDescription("Run a whole study in one process: ingest, profile, estimate, train, compare, report"))
