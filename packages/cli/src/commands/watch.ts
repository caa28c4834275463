import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { engineFlag } from "../engineFlag.ts"
import { json, print } from "../output.ts"
import { readStudy, studyArgument } from "../readStudy.ts"
import { watchContent } from "../watch/watchContent.ts"
import { watchServer } from "../watch/watchServer.ts"
import { watchState } from "../watch/watchState.ts"

export const watch = Command.make(
  "watch",
  {
    study: studyArgument,
    engine: engineFlag,
    port: Flag.Int("port").pipe(
      Flag.withDefault(0),
      Flag.withDescription("The port to serve at; a free one by default")
    ),
    json
  },
  Effect.fnUntraced(function* ({ engine, json, port, study }) {
    const named = yield* readStudy(study, engine)
    const context = yield* Effect.context<Effect.Services<ReturnType<typeof watchState>>>()
    const content = () => Effect.runPromiseWith(context)(watchState(named)).then(watchContent)
    const address = yield* watchServer({ title: named.study.title, port, content })
    yield* print(json, { address }, () => `${named.name} is shown at ${address} until you press Ctrl-C.`)
    return yield* Effect.never
  }, Effect.scoped)
).pipe(Command.withDescription("Serve a page on this machine that shows a study while it is trained"))
