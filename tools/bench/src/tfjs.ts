import { Engine, tensorflowEngine } from "@ebcle/engine"
import { sizeOf } from "@ebcle/tensor"
import { variableNames } from "@ebcle/trainer"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as tf from "@tensorflow/tfjs"
import { Effect, Layer } from "effect"
import { layersModel } from "./layersModel.ts"
import { asked, serve } from "./serve.ts"
import { trainingStep } from "./trainingStep.ts"

/** TensorFlow.js's own layers on the same native library, a call for each step: a process whose argument is a network. */
const program = Effect.gen(function* () {
  const { network, precision } = yield* asked
  const { start } = trainingStep(network, precision)
  // Loads the native library, which becomes a backend of tfjs.
  const { facts } = yield* Engine
  yield* Effect.promise(() => tf.setBackend("tensorflow"))
  const hostOf = (name: string) => start[name]!
  const images = hostOf(variableNames.images("train"))
  const pixels = tf.tensor(images.data, [...images.shape], "int32")
  const labels = tf.tensor1d(hostOf(variableNames.labels("train")).data, "int32")
  const [mean, scale] = [variableNames.pixelMean, variableNames.pixelScale].map((name) => tf.tensor(hostOf(name).data))
  const model = layersModel(network.architecture, 1e-4)
  model.compile({
    optimizer: tf.train.momentum(0.01, 0.9, true),
    loss: (target, logits) => tf.losses.softmaxCrossEntropy(target, logits)
  })
  const order = hostOf(variableNames.order).data
  const steps = Math.floor(order.length / network.batchSize)
  const trainStep = async (step: number) => {
    const begin = (step % steps) * network.batchSize
    const [x, y] = tf.tidy(() => {
      const rows = tf.tensor1d(order.slice(begin, begin + network.batchSize), "int32")
      const batch = tf.mul(tf.sub(tf.cast(tf.gather(pixels, rows), "float32"), mean!), scale!)
      return [batch, tf.cast(tf.oneHot(tf.gather(labels, rows), network.architecture.classes), "float32")]
    })
    const loss = (await model.trainOnBatch(x!, y!)) as number
    tf.dispose([x!, y!])
    return loss
  }
  const trained = model.trainableWeights.reduce((sum, { shape }) => sum + sizeOf(shape as Array<number>), 0)
  yield* serve(
    { parameters: trained, version: `TensorFlow.js ${tf.version.tfjs} on TensorFlow ${facts.version}` },
    (first, count) =>
      Effect.promise(async () => {
        let loss = 0
        for (let step = first; step < first + count; step++) loss += await trainStep(step)
        return loss
      })
  )
})

const platform = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)
await Effect.runPromise(Effect.scoped(program).pipe(Effect.provide(tensorflowEngine.pipe(Layer.provide(platform)))))
