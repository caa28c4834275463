import {
  add,
  averagePool,
  batchNorm,
  batchNormInference,
  channelShuffle,
  concat,
  conv2d,
  dropout,
  inLayer,
  matMul,
  maxPool,
  multiply,
  pad,
  type RandomSource,
  reduceMean,
  relu,
  relu6,
  reshape,
  type Shape,
  scalar,
  sigmoid,
  stochasticDepth,
  stridedSlice,
  swish,
  TensorError,
  transpose,
  type Value,
  variable
} from "@ebcle/tensor"
import type { Architecture, Layer } from "@ebcle/zoo"
import { LayerError } from "./layerError.ts"
import { networkParts } from "./networkParts.ts"

/** Added to the variance (Ioffe and Szegedy 2015 leave it open; PyTorch's and torchvision's value). */
const epsilon = 1e-5
/** Share of the old moving statistic that a step keeps (PyTorch's momentum of 0.1). */
const retention = 0.9

/** What a parameter is, which decides how it starts and whether the penalty applies to it. */
export type ParameterRole = "kernel" | "bias" | "scale" | "offset" | "movingMean" | "movingVariance"

/** A named tensor of a network. Moving statistics are not trained. */
export interface Parameter {
  readonly name: string
  readonly role: ParameterRole
  readonly value: Value
}

/** Whether gradients change a parameter. */
export const isTrained = ({ role }: Parameter): boolean => role !== "movingMean" && role !== "movingVariance"

/** What a network drops at random in training. */
export interface Dropping {
  /** Rate at which inputs of the last layer are dropped. */
  readonly dropout: number
  /** Rate at which the last residual branch is dropped; from the input on, it grows along a line (Huang et al. 2016). */
  readonly stochasticDepth: number
  readonly random: RandomSource
}

/** A part of a network that follows another: the stem, a block, the head. */
export interface Segment {
  /** "stem", "head", or that of the block. */
  readonly name: string
  readonly input: Value
  /** What the part gives for another value in the place of `input`, with the same parameters. */
  readonly again: (x: Value) => Value
  /** Names of its parameters. */
  readonly parameters: ReadonlySet<string>
}

/** What a layer adds to what it passes on: a residual branch, or the new features of a dense one. */
export interface Branch {
  readonly kind: "residual" | "concat"
  readonly added: Value
  readonly passed: Value
}

/** A network applied to a batch. */
export interface Network {
  /** float32[N, classes] */
  readonly logits: Value
  /** In order of first use; the names follow from those of the layers. */
  readonly parameters: ReadonlyArray<Parameter>
  /** What the moving statistics become after this batch, by the names of their parameters; none at test time. */
  readonly moved: ReadonlyMap<string, Value>
  /** In order; the first begins with the images, the last ends with the logits. */
  readonly segments: ReadonlyArray<Segment>
  /** By the names of their layers. */
  readonly branches: ReadonlyMap<string, Branch>
}

/**
 * Applies an architecture to images [N, H, W, C] of float32.
 *
 * In training, batch norm uses the batch's statistics and moves its averages; otherwise it uses the averages.
 * Throws LayerError for layers that do not fit together.
 *
 * @param tensor gives the value of a parameter by its name; a variable of that name by default
 * @param dropping absent at test time
 */
export const buildNetwork = (
  architecture: Architecture,
  images: Value,
  training: boolean,
  tensor: (name: string, shape: Shape) => Value = variable,
  dropping?: Dropping
): Network => {
  const { dropout: dropoutRate = 0, stochasticDepth: depthRate = 0 } = dropping ?? {}
  const random = dropping && drawnOnce(dropping.random)
  const residuals = architecture.layers.filter(({ kind }) => kind === "residual")
  const parameters = new Map<string, Parameter>()
  const moved = new Map<string, Value>()
  const branches = new Map<string, Branch>()

  /** A layer that is applied again finds the parameters that it has. */
  const parameter = (name: string, role: ParameterRole, shape: ReadonlyArray<number>): Value => {
    const made = parameters.get(name) ?? { name, role, value: tensor(name, shape) }
    parameters.set(name, made)
    return made.value
  }

  const normalise = (x: Value, name: string, channels: number): Value => {
    const scale = parameter(`${name}.scale`, "scale", [channels])
    const offset = parameter(`${name}.offset`, "offset", [channels])
    const mean = parameter(`${name}.mean`, "movingMean", [channels])
    const variance = parameter(`${name}.variance`, "movingVariance", [channels])
    if (!training) return batchNormInference(x, { scale, offset, mean, variance }, { epsilon })
    const batch = batchNorm(x, scale, offset, { epsilon })
    const move = (average: Value, current: Value): Value =>
      add(multiply(average, scalar(retention)), multiply(current, scalar(1 - retention)))
    if (!moved.has(`${name}.mean`)) {
      moved.set(`${name}.mean`, move(mean, batch.mean))
      moved.set(`${name}.variance`, move(variance, batch.variance))
    }
    return batch.y
  }

  /** Layers without a name of their own belong to the one around them. */
  const apply = (x: Value, layer: Layer): Value =>
    "name" in layer ? inLayer(layer.name, () => build(x, layer)) : build(x, layer)

  const build = (x: Value, layer: Layer): Value => {
    switch (layer.kind) {
      case "convolution": {
        const [height, width] = layer.kernel
        const inputs = layer.inputs / layer.groups
        const kernel = parameter(`${layer.name}.kernel`, "kernel", [height, width, inputs, layer.outputs])
        const [vertical, horizontal] = [(height - 1) / 2, (width - 1) / 2]
        const convolved = conv2d(x, kernel, {
          strides: [layer.stride, layer.stride],
          padding: [
            [vertical, vertical],
            [horizontal, horizontal]
          ]
        })
        return layer.bias ? add(convolved, parameter(`${layer.name}.bias`, "bias", [layer.outputs])) : convolved
      }
      case "batchNorm":
        return normalise(x, layer.name, layer.channels)
      case "relu":
        return relu(x)
      case "relu6":
        return relu6(x)
      case "swish":
        return swish(x)
      case "sigmoid":
        return sigmoid(x)
      case "concat": {
        const passed = layer.shortcut.reduce(apply, x)
        const added = layer.branch.reduce(apply, x)
        branches.set(layer.name, { kind: layer.kind, added, passed })
        return concat([passed, added], 3)
      }
      case "gate": {
        const [batch, , , channels] = x.shape as [number, number, number, number]
        return multiply(x, reshape(layer.branch.reduce(apply, x), [batch, 1, 1, channels]))
      }
      case "averagePool": {
        const sides = [layer.size, layer.size] as const
        return averagePool(x, { window: sides, strides: sides, padding: [[0, 0], [0, 0]] }) // biome-ignore format: pairs
      }
      case "maxPool": {
        const around = Math.floor((layer.size - 1) / 2)
        return maxPool(x, {
          window: [layer.size, layer.size],
          strides: [layer.stride, layer.stride],
          padding: [[around, around], [around, around]]
        }) // biome-ignore format: pairs
      }
      case "residual": {
        const rate = (depthRate * (residuals.indexOf(layer) + 1)) / residuals.length
        const branch = stochasticDepth(layer.branch.reduce(apply, x), { name: layer.name, rate, random })
        const passed = layer.shortcut.reduce(apply, x)
        branches.set(layer.name, { kind: layer.kind, added: branch, passed })
        return add(branch, passed)
      }
      case "subsample":
        return stridedSlice(x, {
          begin: [0, 0, 0, 0],
          end: x.shape,
          strides: [1, layer.stride, layer.stride, 1]
        })
      case "padChannels":
        return pad(x, [
          [0, 0],
          [0, 0],
          [0, 0],
          [layer.before, layer.after]
        ])
      case "selectChannels":
        return stridedSlice(x, {
          begin: [0, 0, 0, layer.from],
          end: [...x.shape.slice(0, 3), layer.from + layer.count],
          strides: [1, 1, 1, 1]
        })
      case "shuffleChannels":
        return channelShuffle(x, layer.groups)
      case "globalAveragePool":
        return reduceMean(x, [1, 2])
      case "flatten": {
        const [batch, height, width, channels] = x.shape as [number, number, number, number]
        return reshape(transpose(x, [0, 3, 1, 2]), [batch, channels * height * width])
      }
      case "dense": {
        const kernel = parameter(`${layer.name}.kernel`, "kernel", [layer.inputs, layer.outputs])
        const rate = layer === architecture.layers.at(-1) ? dropoutRate : 0
        const kept = dropout(x, { name: layer.name, rate, random })
        return add(matMul(kept, kernel), parameter(`${layer.name}.bias`, "bias", [layer.outputs]))
      }
    }
  }

  const { layers } = architecture
  const labelOf = (layer: Layer): string => {
    if ("name" in layer) return layer.name
    const before = layers.slice(0, layers.indexOf(layer)).findLast((other) => "name" in other)
    return `${layer.kind} after ${before === undefined ? "the input" : before.name}`
  }
  const applied = (x: Value, layer: Layer): Value => {
    try {
      return apply(x, layer)
    } catch (error) {
      if (!(error instanceof TensorError)) throw error
      throw new LayerError(error.layer === undefined ? `${labelOf(layer)}: ${error.message}` : error.message)
    }
  }
  let x = images
  const segments = networkParts(architecture).map(({ layers, name }): Segment => {
    const [input, before] = [x, parameters.size]
    const again = (other: Value) => inLayer(name, () => layers.reduce(applied, other))
    x = again(input)
    return { name, input, again, parameters: new Set([...parameters.keys()].slice(before)) }
  })
  const wanted = [images.shape[0]!, architecture.classes]
  if (x.shape.join() !== wanted.join()) {
    const last = layers.at(-1)
    throw new LayerError(
      `${last === undefined ? "no layer" : labelOf(last)}: gives [${x.shape.join(", ")}] in the end, not [${wanted.join(", ")}]`
    )
  }
  return { logits: x, parameters: [...parameters.values()], moved, segments, branches }
}

/** What a layer has drawn is there when it is applied again. */
const drawnOnce = (random: RandomSource): RandomSource => {
  const drawn = new Map<string, Value>()
  return (purpose, shape) => {
    const value = drawn.get(purpose) ?? random(purpose, shape)
    drawn.set(purpose, value)
    return value
  }
}
