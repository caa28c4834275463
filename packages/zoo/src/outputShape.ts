import type { ImageShape, Layer, Shape } from "./layer.ts"

/** What a layer gives for one image of shape `input`. Throws RangeError where the layer does not fit its input. */
export const outputShape = (layer: Layer, input: Shape): Shape => {
  switch (layer.kind) {
    case "convolution": {
      const [height, width, channels] = image(layer, input)
      expectChannels(layer.name, layer.inputs, channels)
      if (layer.kernel.some((size) => size % 2 !== 1)) {
        throw new RangeError(`${layer.name}: expected a kernel of odd sides, got ${layer.kernel.join("×")}`)
      }
      if (layer.inputs % layer.groups !== 0 || layer.outputs % layer.groups !== 0) {
        throw new RangeError(
          `${layer.name}: ${layer.groups} groups do not divide ${layer.inputs}→${layer.outputs} channels`
        )
      }
      return [strided(height, layer.stride), strided(width, layer.stride), layer.outputs]
    }
    case "batchNorm":
      expectChannels(layer.name, layer.channels, input.at(-1)!)
      return input
    case "relu":
    case "relu6":
    case "swish":
    case "sigmoid":
      return input
    case "residual": {
      const branch = outputOf(layer.branch, input)
      const shortcut = outputOf(layer.shortcut, input)
      if (branch.join() !== shortcut.join()) {
        throw new RangeError(`${layer.name}: the branch gives [${branch}], the shortcut [${shortcut}]`)
      }
      return branch
    }
    case "concat": {
      const [height, width, channels] = image(layer, outputOf(layer.shortcut, input))
      const [rows, columns, more] = image(layer, outputOf(layer.branch, input))
      if (rows !== height || columns !== width) {
        throw new RangeError(
          `${layer.name}: the branch gives ${rows}×${columns} pixels, the shortcut ${height}×${width}`
        )
      }
      return [height, width, channels + more]
    }
    case "gate": {
      const gates = outputOf(layer.branch, input)
      if (gates.join() !== String(image(layer, input)[2])) {
        throw new RangeError(
          `${layer.name}: the branch gives [${gates}], not a number for each of ${input[2]} channels`
        )
      }
      return input
    }
    case "averagePool": {
      const [height, width, channels] = image(layer, input)
      return [Math.floor(height / layer.size), Math.floor(width / layer.size), channels]
    }
    case "maxPool": {
      const [height, width, channels] = image(layer, input)
      return [pooled(height, layer), pooled(width, layer), channels]
    }
    case "subsample": {
      const [height, width, channels] = image(layer, input)
      return [strided(height, layer.stride), strided(width, layer.stride), channels]
    }
    case "padChannels": {
      const [height, width, channels] = image(layer, input)
      return [height, width, layer.before + channels + layer.after]
    }
    case "selectChannels": {
      const [height, width, channels] = image(layer, input)
      if (layer.from < 0 || layer.count < 1 || layer.from + layer.count > channels) {
        throw new RangeError(`${layer.count} channels from ${layer.from} on are not among ${channels}`)
      }
      return [height, width, layer.count]
    }
    case "shuffleChannels":
      if (image(layer, input)[2] % layer.groups !== 0) {
        throw new RangeError(`${layer.groups} groups do not divide ${input[2]} channels`)
      }
      return input
    case "globalAveragePool":
      return [image(layer, input)[2]]
    case "flatten":
      return [image(layer, input).reduce((product, size) => product * size, 1)]
    case "dense":
      if (input.length !== 1) throw new RangeError(`${layer.name}: expected a vector, got [${input}]`)
      expectChannels(layer.name, layer.inputs, input[0])
      return [layer.outputs]
  }
}

/** What layers in a row give for one image of shape `input`. */
export const outputOf = (layers: ReadonlyArray<Layer>, input: Shape): Shape =>
  layers.reduce<Shape>((shape, layer) => outputShape(layer, shape), input)

/** floor((size + 2 * padding - kernel) / stride) + 1, where the padding is (kernel - 1) / 2. */
const strided = (size: number, stride: number): number => Math.ceil(size / stride)

const pooled = (side: number, { size, stride }: { readonly size: number; readonly stride: number }): number =>
  Math.floor((side + 2 * Math.floor((size - 1) / 2) - size) / stride) + 1

const image = (layer: Layer, input: Shape): ImageShape => {
  if (input.length !== 3) throw new RangeError(`${layer.kind}: expected an image, got [${input}]`)
  return input
}

const expectChannels = (name: string, expected: number, actual: number): void => {
  if (expected !== actual) throw new RangeError(`${name}: expected ${expected} channels, got ${actual}`)
}
