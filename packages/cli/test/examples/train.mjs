// One training on the first digits of MNIST, in a process of its own: `node train.mjs FOLDER`, after ingest.mjs
import { trainStage } from "@ebcle/trainer"
import { resnet } from "@ebcle/zoo"
import { NodeChildProcessSpawner, NodeFileSystem, NodePath } from "@effect/platform-node-shared"
import { Effect, Layer } from "effect"

const [folder] = process.argv.slice(2)
const splits = { train: { file: "train.arrow" }, test: { file: "test.arrow" } }
const learningRate = { schedule: "cosine", peak: 0.1, warmupEpochs: 0 }
const descent = { optimizer: { algorithm: "sgd", momentum: 0.9, nesterov: true }, weightDecay: 1e-4 }
const params = {
  cell: { study: "example", model: "resnet8", variant: "baseline", seed: 1 },
  architecture: resnet({ depth: 8, input: [28, 28, 1], classes: 10 }),
  recipe: { epochs: 2, batchSize: 64, precision: "float32", labelSmoothing: 0, learningRate, ...descent },
  trainImages: 2560,
  testImages: 500,
  engine: { name: "tensorflow", version: "2.21.0", device: "cpu" }
}
const training = trainStage.run({ params, inputs: { dataset: { folder, digest: "", value: { splits } } }, folder })
const services = Layer.provideMerge(NodeChildProcessSpawner.layer, Layer.merge(NodeFileSystem.layer, NodePath.layer))
const record = await Effect.runPromise(Effect.provide(training, services))
console.log(record.architecture.name, record.testAccuracy, record.weights)
