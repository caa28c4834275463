import { type Architecture, assemble } from "./architecture.ts"
import { type BlockSizes, basicBlock, preactivationBlock } from "./basicBlock.ts"
import { blocksOfDepth } from "./blocksOfDepth.ts"
import type { Family, Plan } from "./family.ts"
import type { ImageShape, Layer } from "./layer.ts"
import { convolution, norm, pooledClassifier, projection, relu, smallStem } from "./layers.ts"

const publishedWidth = 16
const stageCount = 3

/** What a residual network for small images may be besides the first published: with projections, or activated first. */
export type ResnetKind = "option-b" | "pre-activation"

const kindNames: Readonly<Record<ResnetKind, string>> = {
  "option-b": " option B",
  "pre-activation": " pre-activation"
}

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
 * Of the kind `option-b`, shortcuts that change the shape are a 1×1 convolution and batch norm (section 3.3). Of the kind
 * `pre-activation`, batch norm and ReLU stand before each convolution and once more behind the last block: He et al.
 * (2016b), "Identity mappings in deep residual networks", figure 4e, with the shortcuts of option A.
 *
 * Throws ZooError `UnsupportedDepth` or `InputTooSmall`.
 */
export const resnet = (options: {
  readonly depth: number
  readonly width?: number
  readonly kind?: ResnetKind | undefined
  readonly input: ImageShape
  readonly classes: number
}): Architecture => {
  const { depth, width = publishedWidth, ...rest } = options
  const n = blocksOfDepth("a resnet", depth, 2 * stageCount, 2)
  return resnetOfBlocks({ blocks: new Array<number>(stageCount).fill(n), width, ...rest })
}

/**
 * A residual network with its own number of blocks in each stage; depths between 6n + 2 are reached so, and
 * `depth` = 2 × blocks + 2. Stage i has 2^i `width` channels. Throws ZooError `InputTooSmall`.
 */
export const resnetOfBlocks = (plan: Plan & { readonly kind?: ResnetKind | undefined }): Architecture => {
  const { blocks, classes, input, kind, width } = plan
  for (const size of [...blocks, width, ...input, classes]) {
    if (!Number.isSafeInteger(size) || size < 1) {
      throw new RangeError(`expected blocks, width, input and classes of at least 1, got ${size}`)
    }
  }
  const depth = 2 * blocks.reduce((sum, n) => sum + n, 0) + 2
  const equal = blocks.length === stageCount && blocks.every((n) => n === blocks[0])
  const last = width * 2 ** (blocks.length - 1)
  const activatedFirst = kind === "pre-activation"
  const block = activatedFirst ? preactivationBlock : basicBlock
  return assemble({
    name: `ResNet-${depth}${kind ? kindNames[kind] : ""}${equal ? "" : ` [${blocks.join(", ")}]`}${width === publishedWidth ? "" : ` width ${width}`}`,
    family: "resnet",
    input,
    classes,
    depth,
    width,
    ...(kind && { form: { kind } }),
    stem: activatedFirst ? [convolution("stem.conv", 3, input[2], width)] : smallStem(input[2], width),
    stages: blocks.map((n, stage) => ({
      name: `stage${stage + 1}`,
      blocks: Array.from({ length: n }, (_, index) => {
        const name = `stage${stage + 1}.block${index + 1}`
        const outputs = width * 2 ** stage
        const opens = index === 0 && stage > 0
        const sizes = { inputs: opens ? outputs / 2 : outputs, outputs, stride: opens ? 2 : 1 }
        return block(name, sizes, shortcut(name, sizes, kind))
      })
    })),
    head: [...(activatedFirst ? [norm("head.norm", last), relu] : []), ...pooledClassifier(last, classes)]
  })
}

const shortcut = (name: string, sizes: BlockSizes, kind: ResnetKind | undefined): ReadonlyArray<Layer> => {
  const { inputs, outputs, stride } = sizes
  if (stride === 1) return []
  if (kind === "option-b") return projection(name, inputs, outputs, stride)
  return [
    { kind: "subsample", stride },
    { kind: "padChannels", before: 0, after: outputs - inputs }
  ]
}

export const resnetFamily: Family = {
  name: "resnet",
  about: "residual network for small images, basic blocks; also with projections, or activated first",
  depthKnob: "residual blocks per stage, three stages",
  widthKnob: "channels of the first stage, 16 by default",
  source: "He et al. (2016), section 4.2; He et al. (2016b), figure 4e",
  build: (plan, { kind }) => resnetOfBlocks({ ...plan, kind: kind as ResnetKind | undefined })
}
