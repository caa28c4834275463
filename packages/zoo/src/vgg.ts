import { type Architecture, assemble, type Block } from "./architecture.ts"
import type { Family, Plan } from "./family.ts"
import type { ImageShape, Layer } from "./layer.ts"
import { convolution, dense, halve, norm, pooledClassifier, relu } from "./layers.ts"
import { outputOf } from "./outputShape.ts"
import { publishedDepth } from "./publishedDepth.ts"

const publishedWidth = 64
/** Channels of each stage as multiples of those of the first; Simonyan and Zisserman (2015), table 1. */
const multiples = [1, 2, 4, 8, 8]
/** Convolutions of each stage by the depth that gives the network its name: columns A, B, D and E of the same table. */
const published: ReadonlyMap<number, ReadonlyArray<number>> = new Map([
  [11, [1, 1, 2, 2, 2]],
  [13, [2, 2, 2, 2, 2]],
  [16, [2, 2, 3, 3, 3]],
  [19, [2, 2, 4, 4, 4]]
])
const hidden = 4096

/** What follows the convolutions: three dense layers as published, or one as is usual for small images. */
export type VggClassifier = "imagenet" | "small"

/**
 * The plain network of 11, 13, 16 or 19 layers with batch norm: five stages of 3×3 convolutions with bias, each followed by
 * batch norm and ReLU, with 64, 128, 256, 512 and 512 channels; behind each stage a maximum of 2×2 pixels; then three dense
 * layers with ReLU between, of 4096, 4096 and a logit per class. Simonyan and Zisserman (2015), "Very deep convolutional
 * networks for large-scale image recognition", table 1; with batch norm as in torchvision. One convolution with its norm and
 * activation is a block. A maximum belongs to the first block of the stage after it, the last one to the head.
 *
 * With the classifier `small`, global average pooling and one dense layer stand in the place of the three (usual on CIFAR).
 * The three see whatever resolution is left, where torchvision averages down to 7×7 pixels; the same at 224 pixels. Dropout
 * is no part of the value.
 *
 * Throws ZooError `UnsupportedDepth` or `InputTooSmall`.
 */
export const vgg = (options: {
  readonly depth: number
  readonly classifier: VggClassifier
  readonly input: ImageShape
  readonly classes: number
}): Architecture => {
  const { depth, ...rest } = options
  return vggOfBlocks({ blocks: publishedDepth("a vgg", published, depth), width: publishedWidth, ...rest })
}

/** The same with its own number of convolutions in each of the five stages, and `width` channels in the first. Throws ZooError `InputTooSmall`. */
export const vggOfBlocks = (plan: Plan & { readonly classifier: VggClassifier }): Architecture => {
  const { blocks, classes, classifier, input, width } = plan
  const channels = multiples.map((multiple) => multiple * width)
  const last = channels.at(-1)!
  const convolutions = blocks.reduce((sum, n) => sum + n, 0)
  const stages = blocks.map((n, stage) => ({
    name: `stage${stage + 1}`,
    blocks: Array.from({ length: n }, (_, index): Block => {
      const name = `stage${stage + 1}.block${index + 1}`
      const inputs = index > 0 ? channels[stage]! : (channels[stage - 1] ?? input[2])
      return {
        name,
        layers: [
          ...(index === 0 && stage > 0 ? [halve] : []),
          convolution(`${name}.conv`, 3, inputs, channels[stage]!, { bias: true }),
          norm(`${name}.norm`, channels[stage]!),
          relu
        ]
      }
    })
  }))
  const left = outputOf(new Array<Layer>(blocks.length).fill(halve), input)
  const pixels = left[0] * left[1]!
  const small = classifier === "small"
  const [depth] = [...published].find(([, each]) => each.join() === blocks.join()) ?? []
  const isPublished = depth !== undefined && width === publishedWidth
  return assemble({
    name: `VGG${isPublished ? `-${depth}` : ` [${blocks.join(", ")}] width ${width}`}${small ? " one dense layer" : ""}`,
    family: "vgg",
    input,
    classes,
    depth: convolutions + (small ? 1 : 3),
    width,
    form: { classifier },
    stem: [],
    stages,
    head: small
      ? [halve, ...pooledClassifier(last, classes)]
      : [
          halve,
          { kind: "flatten" },
          dense("hidden1", pixels * last, hidden),
          relu,
          dense("hidden2", hidden, hidden),
          relu,
          dense("classifier", hidden, classes)
        ]
  })
}

export const vggFamily: Family = {
  name: "vgg",
  about: "plain network of 3×3 convolutions with batch norm, three dense layers or one",
  depthKnob: "convolutions per stage, five stages",
  widthKnob: "channels of the first stage, 64 by default",
  source: "Simonyan and Zisserman (2015), table 1",
  build: (plan, { classifier }) => vggOfBlocks({ ...plan, classifier: classifier as VggClassifier })
}
