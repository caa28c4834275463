// Adds up 0 to 999 in one call of TensorFlow: a loop of a thousand steps, none of them in JavaScript
import { Engine, tensorflowEngine } from "@ebcle/engine"
import { cast, input } from "@ebcle/tensor"
import { NodeFileSystem, NodePath } from "@effect/platform-node-shared"
import { Effect, Layer } from "effect"

const program = { outputs: { sum: cast(input("step", [], "int32"), "float32") }, updates: [] }
const add = Effect.gen(function* () {
  const session = yield* (yield* Engine).open({ entryPoints: { add: { kind: "loop", program } } })
  return yield* session.loop("add", 0, 1000)
})
const engine = Layer.provide(tensorflowEngine, Layer.merge(NodeFileSystem.layer, NodePath.layer))
console.log((await Effect.runPromise(Effect.scoped(add).pipe(Effect.provide(engine)))).sum.data[0])
