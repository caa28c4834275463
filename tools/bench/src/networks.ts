import { type Architecture, densenet, efficientnet, resnet, resnext } from "@ebcle/zoo"

/** A network of the benchmark, with its batch. */
export interface BenchmarkNetwork {
  readonly title: string
  readonly architecture: Architecture
  readonly batchSize: number
}

const small = { input: [32, 32, 3], classes: 10 } as const

/** By the names that the peers know them by (`peer/worker.py`). */
export const networks = {
  resnet20: { title: "ResNet-20", architecture: resnet({ depth: 20, ...small }), batchSize: 128 },
  resnet8: {
    title: "ResNet-8, 28×28×1",
    architecture: resnet({ depth: 8, input: [28, 28, 1], classes: 10 }),
    batchSize: 128
  },
  densenet40: {
    title: "DenseNet-40 (k = 12)",
    architecture: densenet({ depth: 40, growthRate: 12, ...small }),
    batchSize: 64
  },
  "resnet20-wide": {
    title: "ResNet-20, four times as wide",
    architecture: resnet({ depth: 20, width: 64, ...small }),
    batchSize: 128
  },
  resnext29: {
    title: "ResNeXt-29 8×16d",
    architecture: resnext({ depth: 29, cardinality: 8, baseWidth: 16, ...small }),
    batchSize: 64
  },
  "efficientnet-b0": {
    title: "EfficientNet-B0, 32×32",
    architecture: efficientnet({ variant: 0, ...small }),
    batchSize: 64
  }
} as const satisfies Readonly<Record<string, BenchmarkNetwork>>

export type NetworkName = keyof typeof networks
export const precisions = ["float32", "bfloat16"] as const
export type BenchmarkPrecision = (typeof precisions)[number]
