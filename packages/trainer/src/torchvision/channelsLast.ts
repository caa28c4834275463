import { sizeOf } from "@ebcle/tensor"
import type { Weights } from "../safetensors.ts"

/** The shape that a tensor of ours has in PyTorch: outputs first, the image's sides last. */
export const torchShape = (shape: ReadonlyArray<number>): ReadonlyArray<number> =>
  [shape.at(-1), shape.at(-2), ...shape.slice(0, -2)].filter((size) => size !== undefined)

/**
 * A tensor of PyTorch in our layout: kernels [outputs, inputs, height, width] become [height, width, inputs, outputs], those
 * of linear layers [inputs, outputs]; vectors stay. Groups need nothing more, depthwise ones included: both lay the
 * inputs of one group beside all outputs.
 */
export const channelsLast = ({ data, shape }: Weights): Weights => {
  const [outputs = 1, inputs = 1, ...sides] = shape
  const pixels = sizeOf(sides)
  const laid = new Float32Array(data.length)
  for (let output = 0, from = 0; output < outputs; output++) {
    for (let input = 0; input < inputs; input++) {
      for (let pixel = 0; pixel < pixels; pixel++) laid[(pixel * inputs + input) * outputs + output] = data[from++]!
    }
  }
  return { shape: shape.length < 2 ? shape : [...sides, inputs, outputs], data: laid }
}
