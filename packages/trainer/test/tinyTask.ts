import type { Optimizer, Recipe } from "@ebcle/core"
import { tensorflowEngine } from "@ebcle/engine"
import { input, sizeOf } from "@ebcle/tensor"
import { type Architecture, resnet } from "@ebcle/zoo"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import { Layer } from "effect"
import { buildNetwork, type Parameter } from "../src/buildNetwork.ts"
import { randomStream } from "../src/randomStream.ts"
import type { TrainingTask } from "../src/trainCell.ts"
import type { TrainingData } from "../src/trainingData.ts"

export const tensorflowLayer = Layer.provide(tensorflowEngine, Layer.mergeAll(NodeFileSystem.layer, NodePath.layer))

/** All parameters of an architecture, moving statistics included. */
export const parametersOf = (architecture: Architecture): ReadonlyArray<Parameter> =>
  buildNetwork(architecture, input("images", [2, ...architecture.input]), true).parameters

export const tinyNetwork = resnet({ depth: 8, width: 8, input: [8, 8, 3], classes: 4 })

/** Images that a network can tell apart: a pattern for each class under noise; the labels go round. */
export const tinyImages = (count: number, name: string): TrainingData => {
  const { classes, input } = tinyNetwork
  const pattern = randomStream(1, "patterns")
  const noise = randomStream(1, name)
  const size = sizeOf(input)
  const patterns = Array.from({ length: classes }, () => Array.from({ length: size }, () => 40 * pattern.normal()))
  const labels = Int32Array.from({ length: count }, (_, i) => i % classes)
  return {
    count,
    labels,
    images: Uint8Array.from(
      Array.from(labels).flatMap((label) =>
        patterns[label]!.map((value) => Math.min(255, Math.max(0, 128 + value + 20 * noise.normal())))
      )
    )
  }
}

const moments = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }

/** One optimizer of each kind. */
export const someOptimizers: ReadonlyArray<Optimizer> = [
  { algorithm: "sgd", momentum: 0.9, nesterov: true },
  { algorithm: "adam", ...moments },
  { algorithm: "adamw", ...moments },
  { algorithm: "rmsprop", rho: 0.9, momentum: 0.9, epsilon: 1e-3 },
  { algorithm: "lamb", ...moments }
]

/** A training of a ResNet-8 on 64 images of 8x8 pixels. */
export const tinyTask = (recipe: Partial<Recipe> = {}, seed = 1): TrainingTask => ({
  cell: { study: "tiny", model: "resnet-8", variant: "baseline", seed },
  architecture: tinyNetwork,
  recipe: {
    epochs: 2,
    batchSize: 16,
    optimizer: { algorithm: "sgd", momentum: 0.9, nesterov: true },
    learningRate: { schedule: "cosine", peak: 0.05, warmupEpochs: 0 },
    weightDecay: 1e-4,
    labelSmoothing: 0,
    precision: "float32",
    ...recipe
  },
  train: tinyImages(64, "train"),
  test: tinyImages(30, "test")
})
