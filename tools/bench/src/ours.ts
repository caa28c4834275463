import { Engine, tensorflowEngine } from "@ebcle/engine"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import { Effect, Layer } from "effect"
import { asked, serve } from "./serve.ts"
import { trainingStep } from "./trainingStep.ts"

/** Our side of the comparison: a process whose arguments are a network and a precision. */
const stepsPerCall = 10

const program = Effect.gen(function* () {
  const { network, precision } = yield* asked
  const { facts, open } = yield* Engine
  const { parameters, start, training } = trainingStep(network, precision)
  const session = yield* open(training.module)
  yield* session.write(start)
  yield* serve(
    { parameters, version: `ebcle on TensorFlow ${facts.version}` },
    Effect.fnUntraced(function* (first, steps) {
      let loss = 0
      for (let done = 0; done < steps; done += stepsPerCall) {
        const count = Math.min(stepsPerCall, steps - done)
        loss += (yield* session.loop("train", first + done, count)).loss!.data[0]!
      }
      return loss
    })
  )
})

const platform = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)
await Effect.runPromise(Effect.scoped(program).pipe(Effect.provide(tensorflowEngine.pipe(Layer.provide(platform)))))
