import type { Block } from "./architecture.ts"
import { convolution, norm, projection, relu } from "./layers.ts"

/**
 * A residual block of three convolutions: 1×1 to `inner` channels, 3×3 in `groups` groups with the stride, 1×1 to `outputs`.
 * Where the channels change, the shortcut is a 1×1 convolution and batch norm. He et al. (2016), figure 5; with groups Xie
 * et al. (2017), figure 3c. The stride is that of the 3×3 convolution, as in fb.resnet.torch; the paper has it in the first.
 */
export const bottleneck = (
  name: string,
  sizes: {
    readonly inputs: number
    readonly inner: number
    readonly outputs: number
    readonly groups: number
    readonly stride: number
  }
): Block => {
  const { groups, inner, inputs, outputs, stride } = sizes
  return {
    name,
    layers: [
      {
        kind: "residual",
        name,
        branch: [
          convolution(`${name}.conv1`, 1, inputs, inner),
          norm(`${name}.norm1`, inner),
          relu,
          convolution(`${name}.conv2`, 3, inner, inner, { groups, stride }),
          norm(`${name}.norm2`, inner),
          relu,
          convolution(`${name}.conv3`, 1, inner, outputs),
          norm(`${name}.norm3`, outputs)
        ],
        shortcut: inputs === outputs ? [] : projection(name, inputs, outputs, stride)
      },
      relu
    ]
  }
}
