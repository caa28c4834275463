import { type Architecture, assemble } from "./architecture.ts"
import { invertedBottleneck } from "./invertedBottleneck.ts"
import type { ImageShape } from "./layer.ts"
import { convolution, norm, pooledClassifier, relu6 } from "./layers.ts"

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
export const mobilenetV2 = ({
  classes,
  input
}: {
  readonly input: ImageShape
  readonly classes: number
}): Architecture => {
  const stride = Math.min(input[0], input[1]) < 64 ? 1 : 2
  const last = published.at(-1)!.channels
  return assemble({
    name: "MobileNetV2",
    family: "mobilenet-v2",
    input,
    classes,
    depth: published.reduce((sum, { blocks, expansion }) => sum + blocks * (expansion === 1 ? 2 : 3), 3),
    width: stemChannels,
    stem: [convolution("stem.conv", 3, input[2], stemChannels, { stride }), norm("stem.norm", stemChannels), relu6],
    stages: published.map((stage, i) => ({
      name: `stage${i + 1}`,
      blocks: Array.from({ length: stage.blocks }, (_, index) =>
        invertedBottleneck(`stage${i + 1}.block${index + 1}`, {
          ...stage,
          kernel: 3,
          activation: relu6,
          inputs: index > 0 ? stage.channels : (published[i - 1]?.channels ?? stemChannels),
          stride: index === 0 ? stage.stride : 1
        })
      )
    })),
    head: [
      convolution("head.conv", 1, last, headChannels),
      norm("head.norm", headChannels),
      relu6,
      ...pooledClassifier(headChannels, classes)
    ]
  })
}
