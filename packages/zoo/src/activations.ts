import type { Architecture } from "./architecture.ts"
import type { Layer, Shape } from "./layer.ts"
import { outputShape } from "./outputShape.ts"
import { segments } from "./segments.ts"

const bytesOfFloat32 = 4

/** Numbers of one image between layers, and whether the backward pass reads them. */
interface Tensor {
  readonly size: number
  read: boolean
}

/** A tensor as a layer sees it. */
interface View {
  readonly shape: Shape
  readonly tensor: Tensor
}

/**
 * Activation memory: bytes of what the backward pass of a training step reads of one image, in float32, each tensor once. By
 * layer, those are the inputs of convolutions, batch norms, dense layers, ReLU6, swish, maxima and gates, and the outputs of
 * ReLU, sigmoid and of the branch of a gate. Sums, means, joins and selections keep nothing of their own. The images count;
 * parameters, the loss and what an engine needs while it computes do not.
 *
 * Ours; the same numbers as PyTorch's autograd saves.
 */
export const countActivations = (architecture: Architecture): number =>
  activationsByPart(architecture).reduce((sum, bytes) => sum + bytes, 0)

/** The same of the stem with the image, every block and the head: a tensor belongs to the part that gives it. */
export const activationsByPart = (architecture: Architecture): ReadonlyArray<number> => {
  const image = fresh(architecture.input)
  let x = image
  const made = segments(architecture).map(({ layers }, part) => {
    const tensors = part === 0 ? [image.tensor] : []
    x = through(layers, x, tensors)
    return tensors
  })
  return made.map((tensors) => tensors.reduce((sum, { read, size }) => sum + (read ? bytesOfFloat32 * size : 0), 0))
}

const fresh = (shape: Shape): View => ({
  shape,
  tensor: { size: shape.reduce<number>((product, side) => product * side, 1), read: false }
})

/** What layers give for x; the tensors on the way are added to `made`. */
const through = (layers: ReadonlyArray<Layer>, x: View, made: Array<Tensor>): View =>
  layers.reduce((before, layer) => {
    const shape = outputShape(layer, before.shape)
    // The same numbers in another shape.
    if (layer.kind === "flatten") return { shape, tensor: before.tensor }
    const after = fresh(shape)
    made.push(after.tensor)
    switch (layer.kind) {
      case "convolution":
      case "batchNorm":
      case "dense":
      case "relu6":
      case "swish":
      case "maxPool":
        before.tensor.read = true
        break
      case "relu":
      case "sigmoid":
        after.tensor.read = true
        break
      case "residual":
      case "concat":
        through(layer.branch, before, made)
        through(layer.shortcut, before, made)
        break
      case "gate":
        before.tensor.read = true
        through(layer.branch, before, made).tensor.read = true
        break
      case "averagePool":
      case "subsample":
      case "padChannels":
      case "selectChannels":
      case "shuffleChannels":
      case "globalAveragePool":
        break
    }
    return after
  }, x)
