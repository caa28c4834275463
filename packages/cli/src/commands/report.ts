import { obtain, reportTarget } from "@ebcle/pipeline"
import { Effect, Path } from "effect"
import { Command } from "effect/cli"
import { readyToTrain } from "../nativeEngine.ts"
import { json, print } from "../output.ts"
import { readStudy, studyArgument } from "../readStudy.ts"

const makePage = Effect.fnUntraced(function* ({ json, study }: { readonly json: boolean; readonly study: string }) {
  const path = yield* Path.Path
  const { folder, value } = yield* obtain(reportTarget(yield* readyToTrain(yield* readStudy(study))))
  const page = path.join(folder, value.page)
  yield* print(json, { ...value, page }, () => `${page}: ${value.verdict}`)
})

const flags = { study: studyArgument, json }

export const report = Command.make("report", flags, makePage).pipe(
  Command.withDescription("Write the page of a study; trains what is not trained yet")
)

export const run = Command.make("run", flags, makePage).pipe(
  Command.withDescription("Run a whole study in one process: ingest, profile, estimate, train, compare, report")
)
