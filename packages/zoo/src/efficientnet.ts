import { type Architecture, assemble } from "./architecture.ts"
import type { Family } from "./family.ts"
import { invertedBottleneck } from "./invertedBottleneck.ts"
import type { ImageShape } from "./layer.ts"
import { convolution, norm, pooledClassifier, swish } from "./layers.ts"
import { roundChannels } from "./roundChannels.ts"
import { ZooError } from "./zooError.ts"

/** Tan and Le (2019), table 1: stages 2 to 8. */
const published = [
  { expansion: 1, kernel: 3, channels: 16, blocks: 1, stride: 1 },
  { expansion: 6, kernel: 3, channels: 24, blocks: 2, stride: 2 },
  { expansion: 6, kernel: 5, channels: 40, blocks: 2, stride: 2 },
  { expansion: 6, kernel: 3, channels: 80, blocks: 3, stride: 2 },
  { expansion: 6, kernel: 5, channels: 112, blocks: 3, stride: 1 },
  { expansion: 6, kernel: 5, channels: 192, blocks: 4, stride: 2 },
  { expansion: 6, kernel: 3, channels: 320, blocks: 1, stride: 1 }
] as const
const stemChannels = 32
const headChannels = 1280
/** Share of a block's input channels that squeeze and excitation squeezes to. */
const squeeze = 0.25

/** How much deeper and wider a network is by each step of the compound coefficient; Tan and Le (2019), section 3.3, step 1. */
const alpha = 1.2
const beta = 1.1

/** The compound coefficients of the networks that have names. */
const coefficients = [0, 0.5, 1, 2]

/**
 * Multipliers of the blocks of each stage and of the channels: α^φ and β^φ, Tan and Le (2019), equation 3. Rounded to a tenth
 * (ours), which gives those that the authors wrote into their code for B0 to B3 (1 and 1, 1.1 and 1, 1.2 and 1.1, 1.4 and
 * 1.2); their B4 to B7 do not follow the formula.
 */
const scaling = (coefficient: number): { readonly depth: number; readonly width: number } => ({
  depth: Math.round(10 * alpha ** coefficient) / 10,
  width: Math.round(10 * beta ** coefficient) / 10
})

const blocksOf = (coefficient: number): ReadonlyArray<number> =>
  published.map((stage) => Math.ceil(stage.blocks * scaling(coefficient).depth))

/** The width knob: percent of the published channels, of which there are no more than whole ones. */
const percent = (width: number): number => Math.round(100 * width)

/**
 * EfficientNet: a 3×3 convolution, seven stages of mobile inverted bottlenecks with squeeze and excitation, a 1×1 convolution,
 * global average pooling and a dense layer, with swish throughout. B1, B2 and B3 are B0 scaled in depth and width by the
 * compound coefficients ½, 1 and 2. Tan and Le (2019), "EfficientNet: rethinking model scaling for convolutional neural networks".
 *
 * The stem's stride is 2 as published for images of 64 pixels or more, and 1 for smaller ones, where the published five
 * halvings would leave one pixel (ours). Zeros are laid symmetrically, as in torchvision. Dropout and stochastic depth
 * are no part of the value. Throws ZooError `UnknownModel` or `InputTooSmall`.
 */
export const efficientnet = (options: {
  /** 0 for B0 and so on. */
  readonly variant: number
  readonly input: ImageShape
  readonly classes: number
}): Architecture => {
  const { variant, ...task } = options
  const coefficient = coefficients[variant]
  if (coefficient === undefined) {
    const largest = coefficients.length - 1
    throw new ZooError(
      "UnknownModel",
      `an efficientnet is one of B0 to B${largest}, not B${variant}: the nearest is B${largest}`
    )
  }
  return efficientnetOfBlocks({ blocks: blocksOf(coefficient), width: scaling(coefficient).width, ...task })
}

const nameOf = (blocks: ReadonlyArray<number>, width: number): string => {
  const variant = coefficients.findIndex(
    (coefficient) => scaling(coefficient).width === width && blocksOf(coefficient).join() === blocks.join()
  )
  return variant < 0 ? `EfficientNet [${blocks.join(", ")}] width ${percent(width)} %` : `EfficientNet-B${variant}`
}

/** The same with its own number of blocks in each of the seven stages, and channels `width` times those of B0. Throws ZooError `InputTooSmall`. */
export const efficientnetOfBlocks = (options: {
  readonly blocks: ReadonlyArray<number>
  readonly width: number
  readonly input: ImageShape
  readonly classes: number
}): Architecture => {
  const { blocks, classes, input, width } = options
  const stem = roundChannels(stemChannels, width)
  const head = roundChannels(headChannels, width)
  const stages = published.map((stage, i) => ({
    ...stage,
    channels: roundChannels(stage.channels, width),
    blocks: blocks[i]!
  }))
  const stride = Math.min(input[0], input[1]) < 64 ? 1 : 2
  const kernelsOf = ({ blocks, expansion }: { readonly blocks: number; readonly expansion: number }) =>
    blocks * (expansion === 1 ? 2 : 3)
  return assemble({
    name: nameOf(blocks, width),
    family: "efficientnet",
    input,
    classes,
    depth: stages.reduce((sum, stage) => sum + kernelsOf(stage), 3),
    width: percent(width),
    stem: [convolution("stem.conv", 3, input[2], stem, { stride }), norm("stem.norm", stem), swish],
    stages: stages.map((stage, i) => ({
      name: `stage${i + 1}`,
      blocks: Array.from({ length: stage.blocks }, (_, index) =>
        invertedBottleneck(`stage${i + 1}.block${index + 1}`, {
          ...stage,
          activation: swish,
          squeeze,
          inputs: index > 0 ? stage.channels : i === 0 ? stem : stages[i - 1]!.channels,
          stride: index === 0 ? stage.stride : 1
        })
      )
    })),
    head: [
      convolution("head.conv", 1, stages.at(-1)!.channels, head),
      norm("head.norm", head),
      swish,
      ...pooledClassifier(head, classes)
    ]
  })
}

export const efficientnetFamily: Family = {
  name: "efficientnet",
  about: "mobile inverted bottlenecks with squeeze and excitation, scaled in depth and width",
  depthKnob: "inverted bottlenecks per stage, seven stages",
  widthKnob: "percent of B0's channels, which are rounded to multiples of 8",
  source: "Tan and Le (2019)",
  build: ({ width, ...plan }) => efficientnetOfBlocks({ ...plan, width: width / 100 })
}
