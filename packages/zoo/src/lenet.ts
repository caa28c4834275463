import { type Architecture, assemble, type Block } from "./architecture.ts"
import type { Family, Plan } from "./family.ts"
import type { ImageShape, Layer } from "./layer.ts"
import { convolution, dense, halve, relu } from "./layers.ts"
import { outputOf } from "./outputShape.ts"

const publishedWidth = 6
/** Channels of the second stage for each of the first. */
const growth = 16 / 6
const hidden = [120, 84] as const

/**
 * A network of the size of LeNet-5: 5×5 convolutions with bias to 6 and 16 channels, each with ReLU and followed by a
 * maximum of 2×2 pixels, then dense layers of 120, 84 and a logit per class. After LeCun et al. (1998), "Gradient-based learning
 * applied to document recognition", figure 2; ours are the ReLU, the maximum, zeros around both convolutions and that
 * every channel of the second sees every one of the first. One convolution with its activation is a block; a maximum
 * belongs to the first block of the stage after it, the last one to the head.
 *
 * Throws ZooError `InputTooSmall`.
 */
export const lenet = (task: { readonly input: ImageShape; readonly classes: number }): Architecture =>
  lenetOfBlocks({ blocks: [1, 1], width: publishedWidth, ...task })

/** The same with its own number of convolutions in both stages, and `width` channels in the first. Throws ZooError `InputTooSmall`. */
export const lenetOfBlocks = ({ blocks, classes, input, width }: Plan): Architecture => {
  const channels = [width, Math.round(width * growth)]
  const isPublished = blocks.every((n) => n === 1) && width === publishedWidth
  const [rows, columns] = outputOf([halve, halve], input) as ImageShape
  const stages = blocks.map((n, stage) => ({
    name: `stage${stage + 1}`,
    blocks: Array.from({ length: n }, (_, index): Block => {
      const name = `stage${stage + 1}.block${index + 1}`
      const inputs = index > 0 ? channels[stage]! : (channels[stage - 1] ?? input[2])
      const opening: ReadonlyArray<Layer> = index === 0 && stage > 0 ? [halve] : []
      return {
        name,
        layers: [...opening, convolution(`${name}.conv`, 5, inputs, channels[stage]!, { bias: true }), relu]
      }
    })
  }))
  return assemble({
    name: isPublished ? "LeNet-5" : `LeNet [${blocks.join(", ")}] width ${width}`,
    family: "lenet",
    input,
    classes,
    depth: blocks.reduce((sum, n) => sum + n, 0) + hidden.length + 1,
    width,
    stem: [],
    stages,
    head: [
      halve,
      { kind: "flatten" },
      dense("hidden1", rows * columns * channels.at(-1)!, hidden[0]),
      relu,
      dense("hidden2", hidden[0], hidden[1]),
      relu,
      dense("classifier", hidden[1], classes)
    ]
  })
}

export const lenetFamily: Family = {
  name: "lenet",
  about: "plain network of 5×5 convolutions without norms, three dense layers",
  depthKnob: "convolutions per stage, two stages",
  widthKnob: "channels of the first stage, 6 by default",
  source: "after LeCun et al. (1998), figure 2",
  build: lenetOfBlocks
}
