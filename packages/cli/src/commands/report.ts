import { obtain, reportTarget } from "@ebcle/pipeline"
import { Effect, Path } from "effect"
import { Command } from "effect/cli"
import { checkpointEvery, withCheckpoints } from "../checkpointFlag.ts"
import { engineFlag, readyToTrain } from "../engineFlag.ts"
import { json, print } from "../output.ts"
import { readStudy, studyArgument } from "../readStudy.ts"

const flags = { study: studyArgument, engine: engineFlag, checkpointEvery, json }

const makePage = Effect.fnUntraced(function* ({
  checkpointEvery,
  engine,
  json,
  study
}: Command.Command.Config.Infer<typeof flags>) {
  const path = yield* Path.Path
  const named = yield* readyToTrain(yield* readStudy(study, engine))
  const { folder, value } = yield* obtain(reportTarget(named)).pipe(withCheckpoints(checkpointEvery))
  const page = path.join(folder, value.page)
  yield* print(json, { ...value, page }, () => `${page}: ${value.verdict}`)
})

export const report = Command.make("report", flags, makePage).pipe(
  Command.withDescription("Write the page of a study; trains what is not trained yet")
)

export const run = Command.make("run", flags, makePage).pipe(
  Command.withDescription("Run a whole study in one process: ingest, profile, estimate, train, compare, report")
)
