import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Cell, Recipe, RunRecord } from "@ebcle/core"
import { decodeStudy } from "@ebcle/core"
import { datasets, idxDataset } from "@ebcle/ingest"
import { resnet, summarise } from "@ebcle/zoo"
import { Effect } from "effect"
import type { NamedStudy } from "../src/studyTargets.ts"

const configs = new URL("../../../configs/", import.meta.url)
const suffix = ".study.json"

export const studyNames = readdirSync(configs)
  .filter((name) => name.endsWith(suffix))
  .map((name) => name.slice(0, -suffix.length))

export const engine: NamedStudy["engine"] = { name: "tensorflow", version: "2.0.0", device: "cpu" }

/** A built-in dataset. */
export const dataset = (name: string): NamedStudy["dataset"] => ({ name, source: datasets[name]! })

const digits = (split: string) => {
  const at = (what: string) =>
    fileURLToPath(new URL(`../../../test-data/mnist-first/${split}-${what}`, import.meta.url))
  return { images: at("images-idx3-ubyte.gz"), labels: at("labels-idx1-ubyte.gz") }
}

/** MNIST cut after so few images that its stages take no time. */
export const firstOfMnist: NamedStudy["dataset"] = {
  name: "mnist",
  source: idxDataset({
    name: "mnist",
    classNames: [..."0123456789"],
    licence: "CC BY-SA 3.0",
    citation: "test-data/README.md",
    train: digits("train"),
    test: digits("t10k")
  })
}

/** A study of configs/, as the command line reads it. */
export const namedStudy = (name: string): NamedStudy => {
  const file = `configs/${name}${suffix}`
  const text = readFileSync(new URL(`${name}${suffix}`, configs), "utf8")
  const study = Effect.runSync(decodeStudy(text, file))
  return { name, file, study, dataset: dataset(study.dataset.name), engine }
}

export const recipe: Recipe = {
  epochs: 1,
  batchSize: 100,
  optimizer: { algorithm: "sgd", momentum: 0.9, nesterov: false },
  learningRate: { schedule: "cosine", peak: 0.1, warmupEpochs: 0 },
  weightDecay: 0,
  labelSmoothing: 0,
  precision: "float32"
}

export const architecture = summarise(resnet({ depth: 8, input: [28, 28, 1], classes: 10 }))

/** A record of one epoch on one hundred images, with the accuracy and the time that a test wants. */
export const runRecord = (cell: Cell, testAccuracy: number, seconds: number): RunRecord => ({
  cell,
  architecture,
  recipe,
  trainImages: 100,
  testImages: 100,
  stepsPerEpoch: 1,
  epochs: [
    {
      epoch: 1,
      loss: 1,
      accuracy: 0.5,
      testLoss: 1,
      testAccuracy,
      trainSeconds: seconds,
      evaluateSeconds: 1,
      imagesPerSecond: 100 / seconds
    }
  ],
  testAccuracy,
  testLoss: 1,
  timing: { build: 0, firstCall: 0, train: seconds, evaluate: 1, total: seconds + 1 },
  engine: {
    engine: "tensorflow",
    tensorflow: "2.0.0",
    device: "cpu",
    intraOpThreads: 1,
    interOpThreads: 1,
    oneDnn: false,
    node: "v20.19.0",
    platform: "linux-x64"
  },
  weights: "weights.safetensors"
})
