import { type Architecture, assemble } from "./architecture.ts"
import type { Family, Plan } from "./family.ts"
import { invertedBottleneck } from "./invertedBottleneck.ts"
import type { ImageShape } from "./layer.ts"
import { convolution, norm, pooledClassifier, relu6 } from "./layers.ts"
import { roundChannels } from "./roundChannels.ts"

/** Sandler et al. (2018), table 2. */
const published = [
  { expansion: 1, channels: 16, blocks: 1, stride: 1 },
  { expansion: 6, channels: 24, blocks: 2, stride: 2 },
  { expansion: 6, channels: 32, blocks: 3, stride: 2 },
  { expansion: 6, channels: 64, blocks: 4, stride: 2 },
  { expansion: 6, channels: 96, blocks: 3, stride: 1 },
  { expansion: 6, channels: 160, blocks: 3, stride: 2 },
  { expansion: 6, channels: 320, blocks: 1, stride: 1 }
] as const
const stemChannels = 32
const headChannels = 1280

/**
 * MobileNetV2: a 3×3 convolution, seven stages of inverted bottlenecks with ReLU6, a 1×1 convolution, global average pooling
 * and a dense layer. Sandler et al. (2018), "MobileNetV2: inverted residuals and linear bottlenecks", table 2.
 *
 * The stem's stride is 2 as published for images of 64 pixels or more, and 1 for smaller ones, as in EfficientNet here (ours).
 * Zeros are laid symmetrically, as in torchvision. Throws ZooError `InputTooSmall`.
 */
export const mobilenetV2 = (task: { readonly input: ImageShape; readonly classes: number }): Architecture =>
  mobilenetV2OfBlocks({ blocks: published.map(({ blocks }) => blocks), width: 100, ...task })

/**
 * The same with its own number of blocks in each of the seven stages, and `width` percent of the channels, as multiples of 8;
 * the last convolution is never narrower than published. Throws ZooError `InputTooSmall`.
 */
export const mobilenetV2OfBlocks = ({ blocks, classes, input, width }: Plan): Architecture => {
  const stride = Math.min(input[0], input[1]) < 64 ? 1 : 2
  const scaled = (channels: number) => roundChannels(channels, width / 100)
  const stages = published.map((stage, i) => ({ ...stage, channels: scaled(stage.channels), blocks: blocks[i]! }))
  const stem = scaled(stemChannels)
  const head = roundChannels(headChannels, Math.max(1, width / 100))
  const last = stages.at(-1)!.channels
  const isPublished = width === 100 && published.every((stage, i) => stage.blocks === blocks[i])
  return assemble({
    name: isPublished ? "MobileNetV2" : `MobileNetV2 [${blocks.join(", ")}] width ${width} %`,
    family: "mobilenet-v2",
    input,
    classes,
    depth: stages.reduce((sum, { blocks, expansion }) => sum + blocks * (expansion === 1 ? 2 : 3), 3),
    width,
    stem: [convolution("stem.conv", 3, input[2], stem, { stride }), norm("stem.norm", stem), relu6],
    stages: stages.map((stage, i) => ({
      name: `stage${i + 1}`,
      blocks: Array.from({ length: stage.blocks }, (_, index) =>
        invertedBottleneck(`stage${i + 1}.block${index + 1}`, {
          ...stage,
          kernel: 3,
          activation: relu6,
          inputs: index > 0 ? stage.channels : (stages[i - 1]?.channels ?? stem),
          stride: index === 0 ? stage.stride : 1
        })
      )
    })),
    head: [convolution("head.conv", 1, last, head), norm("head.norm", head), relu6, ...pooledClassifier(head, classes)]
  })
}

export const mobilenetV2Family: Family = {
  name: "mobilenet-v2",
  about: "inverted bottlenecks with ReLU6",
  depthKnob: "inverted bottlenecks per stage, seven stages",
  widthKnob: "percent of the published channels, which are rounded to multiples of 8",
  source: "Sandler et al. (2018), table 2",
  build: mobilenetV2OfBlocks
}
