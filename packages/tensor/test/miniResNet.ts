import { batchNorm } from "../src/operations/batchNorm.ts"
import { oneHot, softmaxCrossEntropy } from "../src/operations/classification.ts"
import { conv2d } from "../src/operations/conv2d.ts"
import { add, cast, multiply, relu } from "../src/operations/elementwise.ts"
import { constant, scalar, variable } from "../src/operations/leaves.ts"
import { matMul } from "../src/operations/matMul.ts"
import { pad } from "../src/operations/pad.ts"
import { reduceMean } from "../src/operations/reduce.ts"
import { stridedSlice } from "../src/operations/stridedSlice.ts"
import type { Shape } from "../src/tensorType.ts"
import type { Value } from "../src/value.ts"

/**
 * A ResNet of one plain and one strided block, the latter with He et al. 2015's shortcut A (every second pixel, new
 * channels zero), under softmax cross-entropy with label smoothing 0.1.
 */
export const miniResNet = () => {
  const shapes = new Map<string, Shape>()
  const parameters: Array<Value> = []
  const statistics: Array<Value> = []
  const parameter = (name: string, shape: Shape) => {
    shapes.set(name, shape)
    const value = variable(name, shape)
    parameters.push(value)
    return value
  }
  const convolve = (x: Value, name: string, outputs: number, stride: number) => {
    const kernel = parameter(`${name}.kernel`, [3, 3, x.shape[3]!, outputs])
    const y = conv2d(x, kernel, { strides: [stride, stride], padding: [[1, 1], [1, 1]] }) // biome-ignore format: one line
    const normed = batchNorm(y, parameter(`${name}.scale`, [outputs]), parameter(`${name}.offset`, [outputs]), {
      epsilon: 1e-5
    })
    statistics.push(normed.mean, normed.variance)
    return normed.y
  }
  const block = (x: Value, name: string, stride: number) => {
    const [batch, height, width, channels] = x.shape as [number, number, number, number]
    const outputs = channels * stride
    const residual = convolve(relu(convolve(x, `${name}.1`, outputs, stride)), `${name}.2`, outputs, 1)
    const half = stridedSlice(x, { begin: [0, 0, 0, 0], end: [batch, height, width, channels], strides: [1, 2, 2, 1] })
    const shortcut = stride === 1 ? x : pad(half, [[0, 0], [0, 0], [0, 0], [channels / 2, channels / 2]]) // biome-ignore format: one line
    return relu(add(residual, shortcut))
  }

  const pixels = constant(
    Array.from({ length: 2 * 4 * 4 * 2 }, (_, i) => (i * 37) % 256),
    [2, 4, 4, 2],
    "uint8"
  )
  const images = multiply(cast(pixels, "float32"), scalar(1 / 128))
  const features = block(block(relu(convolve(images, "stem", 2, 1)), "block1", 1), "block2", 2)
  const pooled = reduceMean(features, [1, 2])
  const logits = add(matMul(pooled, parameter("dense.kernel", [4, 3])), parameter("dense.bias", [3]))
  const targets = oneHot(constant([2, 0], [2], "int32"), { depth: 3, on: 1 - 0.1 + 0.1 / 3, off: 0.1 / 3 })
  const loss = reduceMean(softmaxCrossEntropy(logits, targets), [0])
  return { images, logits, loss, parameters, shapes, statistics }
}
