/** An image as [height, width, channels]. */
export type ImageShape = readonly [height: number, width: number, channels: number]

/** What a layer gives for one image: an image, or a vector of [channels]. */
export type Shape = ImageShape | readonly [channels: number]

/**
 * Leaves and combinators of a network. Layers that hold parameters have a name, unique in the network, from which the
 * names of their parameters are made (`stage1.block1.conv1`).
 *
 * - `convolution`: zeros of (kernel - 1) / 2 on each side, so odd kernels only; gives ceil(size / stride); no bias
 *   unless said. Of `groups` parts side by side; one for each channel makes it depthwise.
 * - `batchNorm`: over all but the channels; scale, offset and two moving statistics per channel; epsilon 1e-5,
 *   momentum 0.9 (the share of the old moving statistic that a step keeps).
 * - `residual`: branch(x) + shortcut(x); an empty shortcut is the identity. No activation after the sum.
 * - `concat`: shortcut(x) and then branch(x), channel by channel; an empty shortcut is the identity.
 * - `gate`: x · branch(x), where the branch gives one number for each channel: squeeze and excitation.
 * - `averagePool`: the mean of windows of `size` × `size` pixels that do not overlap; what fills no window is left out.
 * - `maxPool`: the largest of windows of `size` × `size` pixels, padded by floor((size - 1) / 2) on each side, so not at all where
 *   the size is 2; what fills no window is left out.
 * - `subsample`: x[:, ::stride, ::stride, :].
 * - `padChannels`: channels of zeros before and after those of x.
 * - `selectChannels`: `count` channels of x from number `from` on.
 * - `shuffleChannels`: channel c of group g of `groups` becomes channel c · groups + g (Zhang et al. 2018, section 3.1).
 * - `globalAveragePool`: the mean over height and width, [h, w, c] to [c].
 * - `flatten`: [h, w, c] to [c · h · w], channel by channel and row by row, as PyTorch has it.
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
      readonly bias?: true
    }
  | { readonly kind: "batchNorm"; readonly name: string; readonly channels: number }
  | { readonly kind: "relu" | "relu6" | "swish" | "sigmoid" }
  | {
      readonly kind: "residual" | "concat"
      readonly name: string
      readonly branch: ReadonlyArray<Layer>
      readonly shortcut: ReadonlyArray<Layer>
    }
  | { readonly kind: "gate"; readonly name: string; readonly branch: ReadonlyArray<Layer> }
  | { readonly kind: "averagePool"; readonly size: number }
  | { readonly kind: "maxPool"; readonly size: number; readonly stride: number }
  | { readonly kind: "subsample"; readonly stride: number }
  | { readonly kind: "padChannels"; readonly before: number; readonly after: number }
  | { readonly kind: "selectChannels"; readonly from: number; readonly count: number }
  | { readonly kind: "shuffleChannels"; readonly groups: number }
  | { readonly kind: "globalAveragePool" | "flatten" }
  | { readonly kind: "dense"; readonly name: string; readonly inputs: number; readonly outputs: number }
