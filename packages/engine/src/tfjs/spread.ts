import { sizeOf } from "@ebcle/tensor"
import * as tf from "@tensorflow/tfjs"

/** Puts the elements along one axis `stride` apart, the first at `begin`, into an axis of `size` zeros. */
export const spread = (x: tf.Tensor, axis: number, begin: number, stride: number, size: number): tf.Tensor => {
  const taken = x.shape[axis]!
  const [outer, inner] = [sizeOf(x.shape.slice(0, axis)), sizeOf(x.shape.slice(axis + 1))]
  const apart = tf.pad(tf.reshape(x, [outer, taken, 1, inner]), [[0, 0], [0, 0], [0, stride - 1], [0, 0]]) // biome-ignore format: one line
  const kept = Math.min(taken * stride, size - begin)
  const cut = tf.slice(tf.reshape(apart, [outer, taken * stride, inner]), [0, 0, 0], [outer, kept, inner])
  const placed = tf.pad(cut, [[0, 0], [begin, size - begin - kept], [0, 0]]) // biome-ignore format: one line
  return tf.reshape(placed, x.shape.with(axis, size))
}
