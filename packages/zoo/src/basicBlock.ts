import type { Block } from "./architecture.ts"
import type { Layer } from "./layer.ts"
import { convolution, norm, relu } from "./layers.ts"

/** What a block changes: its channels, and its resolution by the stride. */
export interface BlockSizes {
  readonly inputs: number
  readonly outputs: number
  readonly stride: number
}

/** A residual block of two 3×3 convolutions, the first with the stride. He et al. (2016), figure 5, left. */
export const basicBlock = (
  name: string,
  { inputs, outputs, stride }: BlockSizes,
  shortcut: ReadonlyArray<Layer>
): Block => ({
  name,
  layers: [
    {
      kind: "residual",
      name,
      branch: [
        convolution(`${name}.conv1`, 3, inputs, outputs, { stride }),
        norm(`${name}.norm1`, outputs),
        relu,
        convolution(`${name}.conv2`, 3, outputs, outputs),
        norm(`${name}.norm2`, outputs)
      ],
      shortcut
    },
    relu
  ]
})

/**
 * The same with batch norm and ReLU before each convolution, so that nothing stands behind the sum. He et al. (2016b), "Identity
 * mappings in deep residual networks", figure 4e.
 */
export const preactivationBlock = (
  name: string,
  { inputs, outputs, stride }: BlockSizes,
  shortcut: ReadonlyArray<Layer>
): Block => ({
  name,
  layers: [
    {
      kind: "residual",
      name,
      branch: [
        norm(`${name}.norm1`, inputs),
        relu,
        convolution(`${name}.conv1`, 3, inputs, outputs, { stride }),
        norm(`${name}.norm2`, outputs),
        relu,
        convolution(`${name}.conv2`, 3, outputs, outputs)
      ],
      shortcut
    }
  ]
})
