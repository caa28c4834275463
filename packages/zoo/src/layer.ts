/** An image as [height, width, channels]. */
export type ImageShape = readonly [height: number, width: number, channels: number]

/** What a layer gives for one image: an image, or a vector of [channels]. */
export type Shape = ImageShape | readonly [channels: number]

/**
 * Leaves and combinators of a network. Layers that hold parameters have a name, unique in the network, from which the
 * names of their parameters are made (`stage1.block1.conv1`).
 *
 * - `convolution`: zeros of (kernel - 1) / 2 on each side, so odd kernels only; gives ceil(size / stride); no bias. Of
 *   `groups` parts side by side; one for each channel makes it depthwise.
 * - `batchNorm`: over all but the channels; scale, offset and two moving statistics per channel; epsilon 1e-5,
 *   momentum 0.9 (the share of the old moving statistic that a step keeps).
 * - `residual`: branch(x) + shortcut(x); an empty shortcut is the identity. No activation after the sum.
 * - `concat`: x and then branch(x), channel by channel.
 * - `gate`: x · branch(x), where the branch gives one number for each channel: squeeze and excitation.
 * - `averagePool`: the mean of windows of `size` × `size` pixels that do not overlap; what fills no window is left out.
 * - `maxPool`: the largest of windows of `size` × `size` pixels, padded by (size - 1) / 2 on each side; gives ceil(side / stride).
 * - `subsample`: x[:, ::stride, ::stride, :].
 * - `padChannels`: channels of zeros before and after those of x.
 * - `globalAveragePool`: the mean over height and width, [h, w, c] to [c].
 * - `dense`: with bias.
 */
export type Layer =
  | {
      readonly kind: "convolution"
      readonly name: string
      readonly kernel: readonly [height: number, width: number]
      readonly stride: number
      readonly inputs: number
      readonly outputs: number
      readonly groups: number
    }
  | { readonly kind: "batchNorm"; readonly name: string; readonly channels: number }
  | { readonly kind: "relu" | "relu6" | "swish" | "sigmoid" }
  | {
      readonly kind: "residual"
      readonly name: string
      readonly branch: ReadonlyArray<Layer>
      readonly shortcut: ReadonlyArray<Layer>
    }
  | { readonly kind: "concat" | "gate"; readonly name: string; readonly branch: ReadonlyArray<Layer> }
  | { readonly kind: "averagePool"; readonly size: number }
  | { readonly kind: "maxPool"; readonly size: number; readonly stride: number }
  | { readonly kind: "subsample"; readonly stride: number }
  | { readonly kind: "padChannels"; readonly before: number; readonly after: number }
  | { readonly kind: "globalAveragePool" }
  | { readonly kind: "dense"; readonly name: string; readonly inputs: number; readonly outputs: number }
