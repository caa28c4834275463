import { type Architecture, assemble } from "./architecture.ts"
import { basicBlock } from "./basicBlock.ts"
import { bottleneck } from "./bottleneck.ts"
import type { Family } from "./family.ts"
import type { ImageShape } from "./layer.ts"
import { imagenetStem, pooledClassifier, projection, smallStem } from "./layers.ts"
import { publishedDepth } from "./publishedDepth.ts"
import { requireWidth } from "./requireWidth.ts"

const publishedWidth = 64
/** He et al. (2016), table 1: what a block is, and how many there are in each stage. */
const published: ReadonlyMap<number, readonly [kind: "basic" | "bottleneck", blocks: ReadonlyArray<number>]> = new Map([
  [18, ["basic", [2, 2, 2, 2]]],
  [34, ["basic", [3, 4, 6, 3]]],
  [50, ["bottleneck", [3, 4, 6, 3]]],
  [101, ["bottleneck", [3, 4, 23, 3]]],
  [152, ["bottleneck", [3, 8, 36, 3]]]
])
const expansion = { basic: 1, bottleneck: 4 } as const

/**
 * The residual network for images of some 224 pixels, of 18, 34, 50, 101 or 152 layers: a 7×7 convolution and a maximum of 3×3
 * pixels, four stages of basic or bottleneck blocks with 64, 128, 256 and 512 channels within, each but the first at half
 * the resolution of the one before, then global average pooling and a dense layer; shortcuts that change the shape are
 * projections (option B). He et al. (2016), "Deep residual learning for image recognition", table 1.
 *
 * With `groups`, [cardinality, channels of each in the first stage], it is the ResNeXt of Xie et al. (2017), table 1: ResNeXt-50
 * 32×4d has the depth 50 and the groups [32, 4].
 *
 * With the stem `small`, a 3×3 convolution of stride 1 stands in the place of the first two layers, for images of some 32
 * pixels, as is usual for these networks on CIFAR (ours, after the stem of section 4.2).
 *
 * Throws ZooError `UnsupportedDepth`, `UnsupportedWidth` or `InputTooSmall`.
 */
export const imagenetResnet = (options: {
  readonly depth: number
  readonly groups?: readonly [cardinality: number, width: number]
  readonly stem?: "imagenet" | "small"
  readonly input: ImageShape
  readonly classes: number
}): Architecture => {
  const { depth, groups, ...task } = options
  const possible = groups === undefined ? published : new Map([...published].filter(([, [kind]]) => kind !== "basic"))
  const family = groups === undefined ? "an imagenet-resnet" : "an imagenet-resnet in groups"
  const [kind, blocks] = publishedDepth(family, possible, depth)
  if (groups !== undefined) {
    requireWidth(family, "a cardinality", groups[0])
    requireWidth(family, "channels of a group", groups[1])
  }
  return imagenetResnetOfBlocks({ kind, blocks, groups, width: publishedWidth, ...task })
}

/**
 * The same with its own number of blocks in each stage, and `width` channels within those of the first one.
 * Throws ZooError `InputTooSmall`.
 */
export const imagenetResnetOfBlocks = (options: {
  readonly kind: "basic" | "bottleneck"
  readonly blocks: ReadonlyArray<number>
  readonly groups?: readonly [cardinality: number, width: number] | undefined
  readonly width: number
  readonly stem?: "imagenet" | "small"
  readonly input: ImageShape
  readonly classes: number
}): Architecture => {
  const { blocks, classes, groups, input, kind, stem = "imagenet", width } = options
  const [cardinality, groupWidth] = groups ?? [1, width]
  const outputsOf = (stage: number) => width * 2 ** stage * expansion[kind]
  const perBlock = kind === "basic" ? 2 : 3
  const depth = perBlock * blocks.reduce((sum, n) => sum + n, 0) + 2
  const isPublished = width === publishedWidth && published.get(depth)?.[1].join() === blocks.join()
  const plain = `${groups === undefined ? "ResNet" : "ResNeXt"}-${depth}${groups === undefined ? "" : ` ${cardinality}×${groupWidth}d`}${stem === "small" ? " small stem" : ""}`
  return assemble({
    name: isPublished ? plain : `${plain} [${blocks.join(", ")}]${width === publishedWidth ? "" : ` width ${width}`}`,
    family: "imagenet-resnet",
    input,
    classes,
    depth,
    // Groups are widened within the blocks; what goes from block to block keeps its channels.
    width: groups === undefined ? width : groupWidth,
    form: { kind, ...(stem === "small" && { stem }), ...(groups !== undefined && { cardinality, outputs: width }) },
    stem: (stem === "small" ? smallStem : imagenetStem)(input[2], width),
    stages: blocks.map((n, stage) => ({
      name: `stage${stage + 1}`,
      blocks: Array.from({ length: n }, (_, index) => {
        const name = `stage${stage + 1}.block${index + 1}`
        const inputs = index > 0 ? outputsOf(stage) : stage === 0 ? width : outputsOf(stage - 1)
        const sizes = { inputs, outputs: outputsOf(stage), stride: index === 0 && stage > 0 ? 2 : 1 }
        if (kind === "basic") {
          return basicBlock(
            name,
            sizes,
            inputs === sizes.outputs ? [] : projection(name, inputs, sizes.outputs, sizes.stride)
          )
        }
        return bottleneck(name, { ...sizes, groups: cardinality, inner: cardinality * groupWidth * 2 ** stage })
      })
    })),
    head: pooledClassifier(outputsOf(blocks.length - 1), classes)
  })
}

export const imagenetResnetFamily: Family = {
  name: "imagenet-resnet",
  about: "residual network for images of some 224 pixels, basic or bottleneck blocks, also in groups (ResNeXt)",
  depthKnob: "residual blocks per stage, four stages",
  widthKnob: "channels within the first stage; of a ResNeXt, channels of each of its groups there",
  source: "He et al. (2016), table 1; Xie et al. (2017), table 1",
  build: ({ width, ...plan }, { cardinality, kind, outputs, stem }) =>
    imagenetResnetOfBlocks({
      ...plan,
      ...(stem === "small" && { stem }),
      kind: kind as "basic" | "bottleneck",
      ...(cardinality === undefined ? { width } : { groups: [Number(cardinality), width], width: Number(outputs) })
    })
}
