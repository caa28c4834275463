import type { Architecture } from "./architecture.ts"
import type { Layer, Shape } from "./layer.ts"
import { outputShape } from "./outputShape.ts"

/** What layers cost. */
export interface Counts {
  /** Trained numbers: kernels, biases, scale and offset of batch norm. */
  readonly parameters: number
  /** Numbers that are kept but not trained: moving mean and variance of batch norm. */
  readonly statistics: number
  /**
   * Multiply-adds of one forward pass of one image, in convolutions and dense layers only. A tap that falls on padding
   * counts; bias, batch norm, activations, sums and pooling do not.
   */
  readonly macs: number
}

/** What a layer costs that neither holds numbers nor multiplies by them. */
export const zeroCounts: Counts = { parameters: 0, statistics: 0, macs: 0 }

/** Trained parameters of a network, and the moving statistics that are stored beside them. */
export const countParameters = (
  architecture: Architecture
): { readonly trainable: number; readonly statistics: number } => {
  const { parameters, statistics } = countLayers(architecture.layers, architecture.input)
  return { trainable: parameters, statistics }
}

/** Multiply-adds of one forward pass of one image; see `Counts` for what is counted. */
export const countMacs = (architecture: Architecture): number =>
  countLayers(architecture.layers, architecture.input).macs

/** The counts of layers in a row, the first of which sees one image of shape `input`. */
export const countLayers = (layers: ReadonlyArray<Layer>, input: Shape): Counts => {
  let shape = input
  let total = zeroCounts
  for (const layer of layers) {
    total = addCounts(total, countLayer(layer, shape))
    shape = outputShape(layer, shape)
  }
  return total
}

const countLayer = (layer: Layer, input: Shape): Counts => {
  switch (layer.kind) {
    case "convolution": {
      const kernel = (layer.kernel[0] * layer.kernel[1] * layer.inputs) / layer.groups
      const outputs = outputShape(layer, input).reduce<number>((product, size) => product * size, 1)
      return {
        parameters: kernel * layer.outputs + (layer.bias ? layer.outputs : 0),
        statistics: 0,
        macs: kernel * outputs
      }
    }
    case "batchNorm":
      return { parameters: 2 * layer.channels, statistics: 2 * layer.channels, macs: 0 }
    case "residual":
    case "concat":
      return addCounts(countLayers(layer.branch, input), countLayers(layer.shortcut, input))
    case "dense": {
      const kernel = layer.inputs * layer.outputs
      return { parameters: kernel + layer.outputs, statistics: 0, macs: kernel }
    }
    case "gate":
      return countLayers(layer.branch, input)
    case "relu":
    case "relu6":
    case "maxPool":
    case "swish":
    case "sigmoid":
    case "averagePool":
    case "subsample":
    case "padChannels":
    case "selectChannels":
    case "shuffleChannels":
    case "globalAveragePool":
    case "flatten":
      return zeroCounts
  }
}

/** The counts of two parts together. */
export const addCounts = (a: Counts, b: Counts): Counts => ({
  parameters: a.parameters + b.parameters,
  statistics: a.statistics + b.statistics,
  macs: a.macs + b.macs
})
