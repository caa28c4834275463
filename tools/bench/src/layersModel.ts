import type { Architecture, Layer } from "@ebcle/zoo"
import * as tf from "@tensorflow/tfjs"

/** Every so many pixels, and channels of zeros around those of x; tfjs's layers have neither. */
class Resample extends tf.layers.Layer {
  static readonly className = "Resample"
  private readonly stride: number
  private readonly channels: readonly [before: number, after: number]

  constructor(stride: number, channels: readonly [before: number, after: number]) {
    super({})
    this.stride = stride
    this.channels = channels
  }

  override computeOutputShape(shape: tf.Shape): tf.Shape {
    const [batch, height, width, channels] = shape as [number, number, number, number]
    const kept = (size: number) => Math.ceil(size / this.stride)
    return [batch!, kept(height), kept(width), channels + this.channels[0] + this.channels[1]]
  }

  override call(inputs: tf.Tensor | Array<tf.Tensor>): tf.Tensor {
    return tf.tidy(() => {
      const x = [inputs].flat()[0]!
      // By windows of one pixel: tfjs has no gradient of a strided slice.
      const kept = tf.avgPool(x as tf.Tensor4D, 1, this.stride, "valid")
      return tf.pad(kept, [[0, 0], [0, 0], [0, 0], [...this.channels]]) // biome-ignore format: one line
    })
  }
}
tf.serialization.registerClass(Resample)

type Symbolic = tf.SymbolicTensor

const through = (layer: tf.layers.Layer, ...inputs: ReadonlyArray<Symbolic>): Symbolic =>
  layer.apply(inputs.length === 1 ? inputs[0]! : [...inputs]) as Symbolic

/**
 * A network as a model of tfjs's layers, with the penalty on its kernels. Throws RangeError for what they do not have:
 * channels in groups, selected or shuffled.
 */
export const layersModel = (architecture: Architecture, weightDecay: number): tf.LayersModel => {
  // tfjs's penalty is not halved.
  const kernelRegularizer = tf.regularizers.l2({ l2: weightDecay / 2 })

  const apply = (x: Symbolic, layer: Layer): Symbolic => {
    switch (layer.kind) {
      case "convolution": {
        const { groups, inputs, kernel, outputs, stride } = layer
        const rows = (kernel[0] - 1) / 2
        const [padded, padding] =
          stride > 1 && rows > 0
            ? ([through(tf.layers.zeroPadding2d({ padding: rows }), x), "valid"] as const)
            : ([x, "same"] as const)
        const options = { kernelSize: [...kernel], strides: stride, padding, useBias: layer.bias === true }
        if (groups === 1) {
          const initial = { kernelInitializer: "heNormal", kernelRegularizer } as const
          return through(tf.layers.conv2d({ ...options, ...initial, filters: outputs }), padded)
        }
        if (groups !== inputs || groups !== outputs) {
          throw new RangeError(`tfjs's layers have no convolution of ${groups} groups`)
        }
        const depthwise = { depthwiseInitializer: "heNormal", depthwiseRegularizer: kernelRegularizer } as const
        return through(tf.layers.depthwiseConv2d({ ...options, ...depthwise, kernelSize: kernel[0] }), padded)
      }
      case "batchNorm":
        return through(tf.layers.batchNormalization({ epsilon: 1e-5, momentum: 0.9 }), x)
      case "relu":
      case "relu6":
      case "sigmoid":
      case "swish":
        return through(tf.layers.activation({ activation: layer.kind }), x)
      case "residual":
        return through(tf.layers.add(), layer.branch.reduce(apply, x), layer.shortcut.reduce(apply, x))
      case "concat":
        return through(tf.layers.concatenate(), layer.shortcut.reduce(apply, x), layer.branch.reduce(apply, x))
      case "gate": {
        const channels = x.shape[3]!
        const gate = through(tf.layers.reshape({ targetShape: [1, 1, channels] }), layer.branch.reduce(apply, x))
        return through(tf.layers.multiply(), x, gate)
      }
      case "averagePool":
        return through(tf.layers.averagePooling2d({ poolSize: layer.size, strides: layer.size }), x)
      case "maxPool": {
        // Zeros are no more than what they stand beside: it follows a ReLU.
        const padded = through(tf.layers.zeroPadding2d({ padding: Math.floor((layer.size - 1) / 2) }), x)
        return through(tf.layers.maxPooling2d({ poolSize: layer.size, strides: layer.stride }), padded)
      }
      case "subsample":
        return through(new Resample(layer.stride, [0, 0]), x)
      case "padChannels":
        return through(new Resample(1, [layer.before, layer.after]), x)
      case "selectChannels":
      case "shuffleChannels":
        throw new RangeError(`tfjs's layers have no ${layer.kind}`)
      case "flatten":
        return through(tf.layers.flatten(), through(tf.layers.permute({ dims: [3, 1, 2] }), x))
      case "globalAveragePool":
        return through(tf.layers.globalAveragePooling2d({}), x)
      case "dense":
        return through(tf.layers.dense({ units: layer.outputs, kernelRegularizer }), x)
    }
  }

  const images = tf.input({ shape: [...architecture.input] })
  return tf.model({ inputs: images, outputs: architecture.layers.reduce(apply, images) })
}
