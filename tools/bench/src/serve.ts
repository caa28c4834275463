import process from "node:process"
import { createInterface } from "node:readline"
import { Clock, Effect, Schema } from "effect"
import { type NetworkName, networks, precisions } from "./networks.ts"
import type { Answer, Greeting } from "./worker.ts"

const say = (message: Greeting | Answer) => Effect.sync(() => process.stdout.write(`${JSON.stringify(message)}\n`))

/** The network and the precision that this process was started for. */
export const asked = Effect.gen(function* () {
  const names = Object.keys(networks) as Array<NetworkName>
  return {
    network: networks[yield* Schema.decodeUnknownEffect(Schema.Literals(names))(process.argv[2])],
    precision: yield* Schema.decodeUnknownEffect(Schema.Literals(precisions))(process.argv[3])
  }
})

/**
 * Speaks like `peer/worker.py`: a line of standard input is a number of steps, or 0 for the end; each is answered by a line
 * of JSON. `train(first, steps)` gives the sum of the losses of steps first, first + 1, ...
 */
export const serve = Effect.fnUntraced(function* <E>(
  greeting: Greeting,
  train: (first: number, steps: number) => Effect.Effect<number, E>
) {
  yield* say(greeting)
  const lines = createInterface(process.stdin)[Symbol.asyncIterator]()
  let done = 0
  while (true) {
    const line = yield* Effect.promise(() => lines.next())
    const steps = Number(line.done === true ? 0 : line.value)
    if (steps === 0) return
    const before = yield* Clock.currentTimeNanos
    const loss = yield* train(done, steps)
    done += steps
    yield* say({ seconds: Number((yield* Clock.currentTimeNanos) - before) / 1e9, loss: loss / steps })
  }
})
