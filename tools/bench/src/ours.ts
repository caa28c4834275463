import process from "node:process"
import { createInterface } from "node:readline"
import { Engine, tensorflowEngine } from "@ebcle/engine"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import { Clock, Effect, Layer, Schema } from "effect"
import { type NetworkName, networks, precisions } from "./networks.ts"
import { trainingStep } from "./trainingStep.ts"
import type { Answer, Greeting } from "./worker.ts"

/**
 * Our side of the comparison, a process that speaks like `peer/worker.py`: a line of standard input is a number of steps,
 * or 0 for the end; each is answered by a line of JSON. Its arguments are a network and a precision.
 */
const stepsPerCall = 10

const say = (message: Greeting | Answer) => Effect.sync(() => process.stdout.write(`${JSON.stringify(message)}\n`))

const program = Effect.gen(function* () {
  const names = Object.keys(networks) as Array<NetworkName>
  const network = yield* Schema.decodeUnknownEffect(Schema.Literals(names))(process.argv[2])
  const precision = yield* Schema.decodeUnknownEffect(Schema.Literals(precisions))(process.argv[3])
  const { facts, open } = yield* Engine
  const { parameters, start, training } = trainingStep(networks[network], precision)
  const session = yield* open(training.module)
  yield* session.write(start)
  yield* say({ parameters, version: `ebcle on TensorFlow ${facts.version}` })

  const lines = createInterface(process.stdin)[Symbol.asyncIterator]()
  let done = 0
  while (true) {
    const line = yield* Effect.promise(() => lines.next())
    const steps = Number(line.done === true ? 0 : line.value)
    if (steps === 0) return
    const before = yield* Clock.currentTimeNanos
    let loss = 0
    for (let left = steps; left > 0; left -= stepsPerCall) {
      const count = Math.min(stepsPerCall, left)
      loss += (yield* session.loop("train", done, count)).loss!.data[0]!
      done += count
    }
    yield* say({ seconds: Number((yield* Clock.currentTimeNanos) - before) / 1e9, loss: loss / steps })
  }
})

const platform = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)
await Effect.runPromise(Effect.scoped(program).pipe(Effect.provide(tensorflowEngine.pipe(Layer.provide(platform)))))
