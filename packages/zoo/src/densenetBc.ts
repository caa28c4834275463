import { type Architecture, assemble, type Block } from "./architecture.ts"
import { blocksOfDepth } from "./blocksOfDepth.ts"
import { transition } from "./densenet.ts"
import type { ImageShape, Layer } from "./layer.ts"
import { convolution, imagenetStem, norm, pooledClassifier, relu } from "./layers.ts"
import { requireWidth } from "./requireWidth.ts"

/** Blocks of each stage of DenseNet-121; Huang et al. (2017), table 1. */
const blocksOf121 = [6, 12, 24, 16]
const stageCount = 3

interface Task {
  readonly input: ImageShape
  readonly classes: number
}

/**
 * The densely connected network for small images with bottlenecks and compression, of 6n + 4 layers: a 3×3 convolution to
 * twice the growth rate, three dense blocks of n layers, between them transitions that halve the channels. DenseNet-BC-100
 * (k = 12) has n = 16, DenseNet-BC-190 (k = 40) n = 31. Huang et al. (2017), "Densely connected convolutional networks", section 3.
 *
 * Throws ZooError `UnsupportedDepth`, `UnsupportedWidth` or `InputTooSmall`.
 */
export const densenetBc = ({
  depth,
  growthRate,
  ...task
}: Task & { readonly depth: number; readonly growthRate: number }): Architecture => {
  const n = blocksOfDepth("a densenet-bc", depth, 2 * stageCount, stageCount + 1)
  requireWidth("a densenet-bc", "a growth rate", growthRate)
  return densenetBcOfBlocks({ blocks: new Array<number>(stageCount).fill(n), growthRate, stem: "small", ...task })
}

/**
 * DenseNet-121 for images of some 224 pixels: the stem of the residual networks, four dense blocks, growth rate 32. Huang et al.
 * (2017), table 1. Throws ZooError `InputTooSmall`.
 */
export const densenet121 = (task: Task): Architecture =>
  densenetBcOfBlocks({ blocks: blocksOf121, growthRate: 32, stem: "imagenet", ...task })

/**
 * The same with its own number of layers in each dense block. A layer is batch norm, ReLU and a 1×1 convolution to four times
 * the growth rate, batch norm, ReLU and a 3×3 convolution to the growth rate, whose channels join those before them.
 * A transition belongs to the first block of the stage after it. Throws ZooError `InputTooSmall`.
 */
export const densenetBcOfBlocks = (
  options: Task & {
    readonly blocks: ReadonlyArray<number>
    readonly growthRate: number
    readonly stem: "small" | "imagenet"
  }
): Architecture => {
  const { blocks, classes, growthRate, input, stem } = options
  const stemChannels = 2 * growthRate
  const depth = 2 * blocks.reduce((sum, n) => sum + n, 0) + blocks.length + 1
  const joined = (channels: number, layers: number) => channels + layers * growthRate
  /** Channels that the first layer of each stage sees, and those behind the last. */
  const opening = [stemChannels]
  for (const n of blocks) opening.push(Math.floor(joined(opening.at(-1)!, n) / 2))
  const last = joined(opening[blocks.length - 1]!, blocks.at(-1)!)
  const isPublished = stem === "small" ? blocks.every((n) => n === blocks[0]) : blocks.join() === blocksOf121.join()
  return assemble({
    name: `DenseNet${stem === "small" ? "-BC" : ""}-${depth}${isPublished ? "" : ` [${blocks.join(", ")}]`} (k = ${growthRate})`,
    family: "densenet",
    input,
    classes,
    depth,
    width: growthRate,
    form: { kind: "bottleneck", stem },
    stem:
      stem === "small" ? [convolution("stem.conv", 3, input[2], stemChannels)] : imagenetStem(input[2], stemChannels),
    stages: blocks.map((n, stage) => ({
      name: `stage${stage + 1}`,
      blocks: Array.from({ length: n }, (_, index): Block => {
        const name = `stage${stage + 1}.block${index + 1}`
        const layer = denseLayer(name, joined(opening[stage]!, index), growthRate)
        if (index > 0 || stage === 0) return { name, layers: [layer] }
        const before = joined(opening[stage - 1]!, blocks[stage - 1]!)
        return { name, layers: [...transition(`stage${stage}.transition`, before, opening[stage]!), layer] }
      })
    })),
    head: [norm("head.norm", last), relu, ...pooledClassifier(last, classes)]
  })
}

const denseLayer = (name: string, channels: number, growthRate: number): Layer => ({
  kind: "concat",
  name,
  shortcut: [],
  branch: [
    norm(`${name}.norm1`, channels),
    relu,
    convolution(`${name}.conv1`, 1, channels, 4 * growthRate),
    norm(`${name}.norm2`, 4 * growthRate),
    relu,
    convolution(`${name}.conv2`, 3, 4 * growthRate, growthRate)
  ]
})
