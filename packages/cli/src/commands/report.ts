import { obtain, obtainWithin, reportTarget } from "@ebcle/pipeline"
import { Effect, Option, Path } from "effect"
import { Command } from "effect/cli"
import { checkpointEvery, withCheckpoints } from "../checkpointFlag.ts"
import { engineFlag, readyToTrain } from "../engineFlag.ts"
import { maxTime } from "../maxTimeFlag.ts"
import { json, print } from "../output.ts"
import { readStudy, studyArgument } from "../readStudy.ts"
import { withRunLog } from "../runLog/runLog.ts"

const flags = { study: studyArgument, engine: engineFlag, checkpointEvery, maxTime, json }

const makePage = Effect.fnUntraced(function* ({
  checkpointEvery,
  engine,
  json,
  maxTime,
  study
}: Command.Command.Config.Infer<typeof flags>) {
  const path = yield* Path.Path
  const named = yield* readyToTrain(yield* readStudy(study, engine))
  const made = Option.match(maxTime, {
    onNone: () => obtain(reportTarget(named)),
    onSome: (seconds) => obtainWithin(named, seconds)
  }).pipe(withCheckpoints(checkpointEvery))
  const { folder, value } = yield* withRunLog(named, made)
  const page = path.join(folder, value.page)
  yield* print(json, { ...value, page }, () => `${page}: ${value.verdict}`)
})

export const report = Command.make("report", flags, makePage).pipe(
  Command.withDescription("Write the page of a study; trains what is not trained yet")
)

export const run = Command.make("run", flags, makePage).pipe(
  Command.withDescription("Run a whole study in one process: ingest, profile, estimate, train, compare, report")
)
