import { bilinearTaps, nearestTaps } from "@ebcle/tensor"
import * as tf from "@tensorflow/tfjs"
import type { Kernel } from "./kernel.ts"

/** What each new pixel along an axis takes of each old one: [to, from]. */
const sharesOf = (taps: typeof nearestTaps, from: number, to: number): tf.Tensor2D => {
  const shares = tf.buffer([to, from])
  taps(from, to).forEach((pixels, i) => {
    for (const { at, weight } of pixels) shares.set(shares.get(i, at) + weight, i, at)
  })
  return shares.toTensor() as tf.Tensor2D
}

/** A matrix times x along an axis, which comes first and goes back meanwhile. */
const along = (x: tf.Tensor, axis: number, matrix: tf.Tensor): tf.Tensor => {
  const order = [axis, ...x.shape.keys()].filter((other, i) => i === 0 || other !== axis)
  const first = tf.transpose(x, order)
  const product = tf.matMul(matrix, tf.reshape(first, [x.shape[axis]!, x.size / x.shape[axis]!]))
  const back = tf.reshape(product, [matrix.shape[0]!, ...first.shape.slice(1)])
  return tf.transpose(
    back,
    x.shape.map((_, i) => order.indexOf(i))
  )
}

/** Multiplies the rows and the columns of images [N, H, W, C] by a matrix each: tfjs's gradients know no half pixels. */
const multiplied = (x: tf.Tensor, vertical: tf.Tensor, horizontal: tf.Tensor): tf.Tensor =>
  along(along(x, 1, vertical), 2, horizontal)

const resized =
  (taps: typeof nearestTaps): Kernel =>
  (node, [x]) => {
    const [, height, width] = x!.shape as [number, number, number, number]
    const [, rows, columns] = node.outputs[0]!.shape as [number, number, number, number]
    return [multiplied(x!, sharesOf(taps, height, rows), sharesOf(taps, width, columns))]
  }

const gradient =
  (taps: typeof nearestTaps): Kernel =>
  (node, [dy]) => {
    const [, rows, columns] = dy!.shape as [number, number, number, number]
    const [, height, width] = node.outputs[0]!.shape as [number, number, number, number]
    return [multiplied(dy!, tf.transpose(sharesOf(taps, height, rows)), tf.transpose(sharesOf(taps, width, columns)))]
  }

/** Images of another size, and the gradients. */
export const resizeKernels: Readonly<Record<string, Kernel>> = {
  resizeNearest: resized(nearestTaps),
  resizeNearestGradient: gradient(nearestTaps),
  resizeBilinear: resized(bilinearTaps),
  resizeBilinearGradient: gradient(bilinearTaps)
}
