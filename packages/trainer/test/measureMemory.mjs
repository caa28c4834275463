// Trains two steps of a network in this process and prints the bytes that were estimated and those that were taken:
// measureMemory.mjs '{"network": {...}, "batchSize": 64, "precision": "float32"}', compiled packages being there.
import { readFileSync } from "node:fs"
import process from "node:process"
import { Engine, float32, int32, tensorflowEngine, uint8 } from "@ebcle/engine"
import { programVariables, variableName } from "@ebcle/tensor"
import { trainingModule } from "@ebcle/trainer"
import { densenet, efficientnet, resnet, resnext } from "@ebcle/zoo"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import { Effect, Layer } from "effect"

const families = { densenet, efficientnet, resnet, resnext }
const { batchSize, family, options, precision, recomputeActivations } = JSON.parse(process.argv[2])
const recipe = {
  epochs: 1,
  batchSize,
  optimizer: { algorithm: "sgd", momentum: 0.9, nesterov: true },
  learningRate: { schedule: "constant", peak: 0.01, warmupEpochs: 0 },
  weightDecay: 1e-4,
  labelSmoothing: 0,
  precision,
  recomputeActivations
}

const kilobytes = (field) =>
  1024 * Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(readFileSync("/proc/self/status", "utf8"))[1])

const filled = (variable) => {
  const size = variable.shape.reduce((a, b) => a * b, 1)
  if (variable.dtype === "uint8")
    return uint8(
      Uint8Array.from({ length: size }, (_, i) => (i * 31) % 256),
      variable.shape
    )
  if (variable.dtype === "int32")
    return int32(
      Int32Array.from({ length: size }, (_, i) => i % 10),
      variable.shape
    )
  return float32(new Float32Array(size).fill(0.01), variable.shape)
}

const program = Effect.gen(function* () {
  const { memoryOf, open } = yield* Engine
  const { module, state } = trainingModule(families[family](options), recipe, {
    trainImages: 2 * batchSize,
    testImages: 1,
    testBatch: 1
  })
  const before = kilobytes("VmRSS")
  const session = yield* open(module)
  // In one call: TensorFlow prepares its graph anew for every set of variables.
  yield* session.write({
    ...Object.fromEntries(
      [...programVariables(module.entryPoints.train.program)].map(([name, variable]) => [name, filled(variable)])
    ),
    ...Object.fromEntries(
      state.map(({ initial, variable }) => [variableName(variable), float32(initial(1), variable.shape)])
    )
  })
  yield* session.loop("train", 0, 2)
  const estimate = memoryOf(module)
  process.stdout.write(
    `${JSON.stringify({ before, peak: kilobytes("VmHWM"), estimated: before + estimate.state + estimate.working })}\n`
  )
})

const files = Layer.merge(NodeFileSystem.layer, NodePath.layer)
await Effect.runPromise(Effect.scoped(program).pipe(Effect.provide(Layer.provide(tensorflowEngine, files))))
