import type { Block } from "./architecture.ts"
import type { Layer } from "./layer.ts"
import { convolution, norm } from "./layers.ts"

/**
 * A 1×1 convolution to `expansion` times the channels (left out where that is 1), a depthwise one with the stride, and a 1×1
 * convolution to `channels` without activation; residual where the shape stays. Sandler et al. (2018), "MobileNetV2: inverted
 * residuals and linear bottlenecks", section 3.3. With `squeeze`, squeeze and excitation stands behind the depthwise
 * convolution, down to that share of the block's inputs: Tan et al. (2019), "MnasNet".
 */
export const invertedBottleneck = (
  name: string,
  sizes: {
    readonly inputs: number
    readonly channels: number
    readonly expansion: number
    readonly kernel: number
    readonly stride: number
    readonly activation: Layer
    readonly squeeze?: number
  }
): Block => {
  const { activation, channels, expansion, inputs, kernel, squeeze, stride } = sizes
  const inner = inputs * expansion
  const expand: ReadonlyArray<Layer> =
    expansion === 1
      ? []
      : [convolution(`${name}.expand.conv`, 1, inputs, inner), norm(`${name}.expand.norm`, inner), activation]
  const branch: ReadonlyArray<Layer> = [
    ...expand,
    convolution(`${name}.depthwise.conv`, kernel, inner, inner, { groups: inner, stride }),
    norm(`${name}.depthwise.norm`, inner),
    activation,
    ...(squeeze === undefined ? [] : [excitation(name, inner, Math.max(1, Math.floor(inputs * squeeze)), activation)]),
    convolution(`${name}.project.conv`, 1, inner, channels),
    norm(`${name}.project.norm`, channels)
  ]
  const residual = stride === 1 && inputs === channels
  return { name, layers: residual ? [{ kind: "residual", name, branch, shortcut: [] }] : branch }
}

const excitation = (block: string, channels: number, squeezed: number, activation: Layer): Layer => ({
  kind: "gate",
  name: `${block}.excitation`,
  branch: [
    { kind: "globalAveragePool" },
    { kind: "dense", name: `${block}.excitation.reduce`, inputs: channels, outputs: squeezed },
    activation,
    { kind: "dense", name: `${block}.excitation.expand`, inputs: squeezed, outputs: channels },
    { kind: "sigmoid" }
  ]
})
