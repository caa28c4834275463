import { type Architecture, assemble, type Block } from "./architecture.ts"
import type { Family, Plan } from "./family.ts"
import type { ImageShape } from "./layer.ts"
import { convolution, norm, pooledClassifier, relu } from "./layers.ts"
import { roundChannels } from "./roundChannels.ts"

/** Howard et al. (2017), table 1. */
const published = [
  { channels: 64, blocks: 1, stride: 1 },
  { channels: 128, blocks: 2, stride: 2 },
  { channels: 256, blocks: 2, stride: 2 },
  { channels: 512, blocks: 6, stride: 2 },
  { channels: 1024, blocks: 2, stride: 2 }
] as const
const stemChannels = 32

/**
 * MobileNetV1: a 3×3 convolution, five stages of depthwise separable convolutions (3×3 in each channel, then 1×1, each with
 * batch norm and ReLU), global average pooling and a dense layer. Howard et al. (2017), "MobileNets: efficient convolutional
 * neural networks for mobile vision applications", table 1. One separable convolution is a block.
 *
 * The stem's stride is 2 as published for images of 64 pixels or more, and 1 for smaller ones, as in MobileNetV2 here (ours).
 * Zeros are laid symmetrically. Throws ZooError `InputTooSmall`.
 */
export const mobilenetV1 = (task: { readonly input: ImageShape; readonly classes: number }): Architecture =>
  mobilenetV1OfBlocks({ blocks: published.map(({ blocks }) => blocks), width: 100, ...task })

/**
 * The same with its own number of blocks in each of the five stages, and `width` percent of the channels, as multiples of 8.
 * Throws ZooError `InputTooSmall`.
 */
export const mobilenetV1OfBlocks = ({ blocks, classes, input, width }: Plan): Architecture => {
  const scaled = (channels: number) => roundChannels(channels, width / 100)
  const stem = scaled(stemChannels)
  const last = scaled(published.at(-1)!.channels)
  const isPublished = width === 100 && published.every((stage, i) => stage.blocks === blocks[i])
  return assemble({
    name: isPublished ? "MobileNetV1" : `MobileNetV1 [${blocks.join(", ")}] width ${width} %`,
    family: "mobilenet-v1",
    input,
    classes,
    depth: 2 * blocks.reduce((sum, n) => sum + n, 0) + 2,
    width,
    stem: [
      convolution("stem.conv", 3, input[2], stem, { stride: Math.min(input[0], input[1]) < 64 ? 1 : 2 }),
      norm("stem.norm", stem),
      relu
    ],
    stages: published.map((stage, i) => ({
      name: `stage${i + 1}`,
      blocks: Array.from({ length: blocks[i]! }, (_, index) => {
        const outputs = scaled(stage.channels)
        const inputs = index > 0 ? outputs : i === 0 ? stem : scaled(published[i - 1]!.channels)
        return separableBlock(`stage${i + 1}.block${index + 1}`, inputs, outputs, index === 0 ? stage.stride : 1)
      })
    })),
    head: pooledClassifier(last, classes)
  })
}

const separableBlock = (name: string, inputs: number, outputs: number, stride: number): Block => ({
  name,
  layers: [
    convolution(`${name}.depthwise.conv`, 3, inputs, inputs, { groups: inputs, stride }),
    norm(`${name}.depthwise.norm`, inputs),
    relu,
    convolution(`${name}.pointwise.conv`, 1, inputs, outputs),
    norm(`${name}.pointwise.norm`, outputs),
    relu
  ]
})

export const mobilenetV1Family: Family = {
  name: "mobilenet-v1",
  about: "depthwise separable convolutions",
  depthKnob: "separable convolutions per stage, five stages",
  widthKnob: "percent of the published channels, which are rounded to multiples of 8",
  source: "Howard et al. (2017), table 1",
  build: mobilenetV1OfBlocks
}
