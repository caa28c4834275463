import type { Layer } from "./layer.ts"

/** A convolution with a square kernel: zeros around, no bias, one group and stride 1 unless said. */
export const convolution = (
  name: string,
  kernel: number,
  inputs: number,
  outputs: number,
  { bias, groups = 1, stride = 1 }: { readonly bias?: true; readonly groups?: number; readonly stride?: number } = {}
): Layer => ({
  kind: "convolution",
  name,
  kernel: [kernel, kernel],
  stride,
  inputs,
  outputs,
  groups,
  ...(bias && { bias })
})

export const norm = (name: string, channels: number): Layer => ({ kind: "batchNorm", name, channels })

export const relu: Layer = { kind: "relu" }
export const relu6: Layer = { kind: "relu6" }
export const swish: Layer = { kind: "swish" }

/** A shortcut with parameters (option B of He et al. 2016): a 1×1 convolution and batch norm. */
export const projection = (block: string, inputs: number, outputs: number, stride: number): ReadonlyArray<Layer> => [
  convolution(`${block}.shortcut.conv`, 1, inputs, outputs, { stride }),
  norm(`${block}.shortcut.norm`, outputs)
]

/** What images of some 224 pixels go through first: a 7×7 convolution and a maximum, each of stride 2. He et al. (2016), table 1. */
export const imagenetStem = (inputs: number, outputs: number): ReadonlyArray<Layer> => [
  convolution("stem.conv", 7, inputs, outputs, { stride: 2 }),
  norm("stem.norm", outputs),
  relu,
  { kind: "maxPool", size: 3, stride: 2 }
]

/** What images of some 32 pixels go through first, where the network has a form for them: a 3×3 convolution. */
export const smallStem = (inputs: number, outputs: number, stride = 1): ReadonlyArray<Layer> => [
  convolution("stem.conv", 3, inputs, outputs, { stride }),
  norm("stem.norm", outputs),
  relu
]

/** A maximum of windows of 2×2 pixels that do not overlap. */
export const halve: Layer = { kind: "maxPool", size: 2, stride: 2 }

export const dense = (name: string, inputs: number, outputs: number): Layer => ({
  kind: "dense",
  name,
  inputs,
  outputs
})

/** Global average pooling and one logit for each class. */
export const pooledClassifier = (inputs: number, classes: number): ReadonlyArray<Layer> => [
  { kind: "globalAveragePool" },
  dense("classifier", inputs, classes)
]
