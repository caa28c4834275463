import { Effect } from "effect"
import { Command } from "effect/cli"
import { ensureNative } from "../engineFlag.ts"
import { json, print } from "../output.ts"

export const setup = Command.make(
  "setup",
  { json },
  Effect.fnUntraced(function* ({ json }) {
    const status = yield* ensureNative
    yield* print(json, status, () => `TensorFlow ${status.tensorflowVersion} (${status.source}) is ready.`)
  })
).pipe(Command.withDescription("Fetch, compile and test the native TensorFlow library; quick if it is there"))
