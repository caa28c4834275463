import { formatDoctor, doctor as inspectMachine } from "@ebcle/native"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { CliError } from "../cliError.ts"
import { json, print } from "../output.ts"

export const doctor = Command.make(
  "doctor",
  { json },
  Effect.fnUntraced(function* ({ json }) {
    const report = yield* inspectMachine()
    yield* print(json, report, () => formatDoctor(report))
    if (!report.ready) {
      return yield* new CliError({
        reason: "NotReady",
        message: 'this machine is not ready to train; see "problems" above.'
      })
    }
  })
).pipe(Command.withDescription("Say what this machine has for training, and what is missing (exit 0 or 3)"))
