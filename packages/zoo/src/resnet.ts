import { type Architecture, assemble, type Block } from "./architecture.ts"
import type { Family, Plan } from "./family.ts"
import type { ImageShape } from "./layer.ts"
import { convolution, norm, pooledClassifier, relu } from "./layers.ts"
import { ZooError } from "./zooError.ts"

const publishedWidth = 16
const stageCount = 3

/**
 * The residual network for small images of 6n + 2 layers: a 3×3 convolution, three stages of n blocks of two 3×3
 * convolutions with `width`, 2 `width` and 4 `width` channels, the second and third at half the resolution of the one
 * before, then global average pooling and a dense layer. He et al. (2016), "Deep residual learning for image
 * recognition", section 4.2.
 *
 * Shortcuts have no parameters (option A). The paper says only that extra zeros are padded; here they come after the
 * channels of x, as in the Torch version that its authors' institution published (fb.resnet.torch, shortcut type A),
 * which also serves odd widths. Zeros on both sides give the same network with its channels in another order.
 *
 * Throws ZooError `UnsupportedDepth` or `InputTooSmall`.
 */
export const resnet = (options: {
  readonly depth: number
  readonly width?: number
  readonly input: ImageShape
  readonly classes: number
}): Architecture => {
  const { depth, width = publishedWidth, input, classes } = options
  const n = (depth - 2) / 6
  if (!Number.isInteger(n) || n < 1) {
    const below = 6 * Math.floor(n) + 2
    const nearest = below < 8 ? "the smallest is 8" : `the nearest are ${below} and ${below + 6}`
    throw new ZooError("UnsupportedDepth", `a resnet has 6n + 2 layers, not ${depth}: ${nearest}`)
  }
  return resnetOfBlocks({ blocks: new Array<number>(stageCount).fill(n), width, input, classes })
}

/**
 * A residual network with its own number of blocks in each stage; depths between 6n + 2 are reached so, and
 * `depth` = 2 × blocks + 2. Stage i has 2^i `width` channels. Throws ZooError `InputTooSmall`.
 */
export const resnetOfBlocks = ({ blocks, width, input, classes }: Plan): Architecture => {
  for (const size of [...blocks, width, ...input, classes]) {
    if (!Number.isSafeInteger(size) || size < 1) {
      throw new RangeError(`expected blocks, width, input and classes of at least 1, got ${size}`)
    }
  }
  const depth = 2 * blocks.reduce((sum, n) => sum + n, 0) + 2
  const equal = blocks.length === stageCount && blocks.every((n) => n === blocks[0])
  return assemble({
    name: `ResNet-${depth}${equal ? "" : ` [${blocks.join(", ")}]`}${width === publishedWidth ? "" : ` width ${width}`}`,
    family: "resnet",
    input,
    classes,
    depth,
    width,
    stem: [convolution("stem.conv", 3, input[2], width), norm("stem.norm", width), relu],
    stages: blocks.map((n, stage) => ({
      name: `stage${stage + 1}`,
      blocks: Array.from({ length: n }, (_, index) => {
        const outputs = width * 2 ** stage
        const opens = index === 0 && stage > 0
        return basicBlock(`stage${stage + 1}.block${index + 1}`, opens ? outputs / 2 : outputs, outputs, opens ? 2 : 1)
      })
    })),
    head: pooledClassifier(width * 2 ** (blocks.length - 1), classes)
  })
}

const basicBlock = (name: string, inputs: number, outputs: number, stride: number): Block => ({
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
      shortcut:
        stride === 1
          ? []
          : [
              { kind: "subsample", stride },
              { kind: "padChannels", before: 0, after: outputs - inputs }
            ]
    },
    relu
  ]
})

export const resnetFamily: Family = {
  name: "resnet",
  about: "residual network for small images, basic blocks, shortcuts without parameters",
  depthKnob: "residual blocks per stage, three stages",
  widthKnob: "channels of the first stage, 16 by default",
  source: "He et al. (2016), section 4.2, option A",
  build: resnetOfBlocks
}
