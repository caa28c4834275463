import type { Layer } from "./layer.ts"

/** A convolution with a square kernel: zeros around, no bias, one group and stride 1 unless said. */
export const convolution = (
  name: string,
  kernel: number,
  inputs: number,
  outputs: number,
  { groups = 1, stride = 1 }: { readonly groups?: number; readonly stride?: number } = {}
): Layer => ({ kind: "convolution", name, kernel: [kernel, kernel], stride, inputs, outputs, groups })

export const norm = (name: string, channels: number): Layer => ({ kind: "batchNorm", name, channels })

export const relu: Layer = { kind: "relu" }
export const swish: Layer = { kind: "swish" }

/** Global average pooling and one logit for each class. */
export const pooledClassifier = (inputs: number, classes: number): ReadonlyArray<Layer> => [
  { kind: "globalAveragePool" },
  { kind: "dense", name: "classifier", inputs, outputs: classes }
]
