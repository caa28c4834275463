import { type Architecture, assemble, type Block } from "./architecture.ts"
import { blocksOfDepth } from "./blocksOfDepth.ts"
import type { ImageShape, Layer } from "./layer.ts"
import { convolution, norm, pooledClassifier, relu } from "./layers.ts"
import { requireWidth } from "./requireWidth.ts"

const stageCount = 3
const stemChannels = 16

/**
 * The densely connected network for small images without bottlenecks and compression, of 3n + 4 layers: a 3×3
 * convolution to 16 channels, three dense blocks of n layers (batch norm, ReLU, 3×3 convolution to `growthRate`
 * channels, which join those before them), between them a transition (batch norm, ReLU, 1×1 convolution that keeps the
 * channels, 2×2 average pooling), then batch norm, ReLU, global average pooling and a dense layer. DenseNet-40 has n = 12 and a
 * growth rate of 12. Huang et al. (2017), "Densely connected convolutional networks", section 3 and table 2.
 *
 * A transition belongs to the first block of the stage after it. Dropout is no part of the value.
 *
 * Throws ZooError `UnsupportedDepth`, `UnsupportedWidth` or `InputTooSmall`.
 */
export const densenet = (options: {
  readonly depth: number
  readonly growthRate: number
  readonly input: ImageShape
  readonly classes: number
}): Architecture => {
  const { classes, depth, growthRate, input } = options
  const n = blocksOfDepth("a densenet", depth, stageCount, stageCount + 1)
  requireWidth("a densenet", "a growth rate", growthRate)
  return densenetOfBlocks({ blocks: new Array<number>(stageCount).fill(n), growthRate, input, classes })
}

/** The same with its own number of layers in each dense block. Throws ZooError `InputTooSmall`. */
export const densenetOfBlocks = (options: {
  readonly blocks: ReadonlyArray<number>
  readonly growthRate: number
  readonly input: ImageShape
  readonly classes: number
}): Architecture => {
  const { blocks, classes, growthRate, input } = options
  const total = blocks.reduce((sum, n) => sum + n, 0)
  const depth = total + blocks.length + 1
  const channelsAfter = (stages: number) =>
    stemChannels + growthRate * blocks.slice(0, stages).reduce((sum, n) => sum + n, 0)
  const equal = blocks.length === stageCount && blocks.every((n) => n === blocks[0])
  const last = channelsAfter(blocks.length)
  return assemble({
    name: `DenseNet-${depth}${equal ? "" : ` [${blocks.join(", ")}]`} (k = ${growthRate})`,
    family: "densenet",
    input,
    classes,
    depth,
    width: growthRate,
    form: { kind: "plain" },
    stem: [convolution("stem.conv", 3, input[2], stemChannels)],
    stages: blocks.map((n, stage) => ({
      name: `stage${stage + 1}`,
      blocks: Array.from({ length: n }, (_, index): Block => {
        const name = `stage${stage + 1}.block${index + 1}`
        const channels = channelsAfter(stage) + index * growthRate
        const opening = index === 0 && stage > 0 ? transition(`stage${stage}.transition`, channels, channels) : []
        return { name, layers: [...opening, denseLayer(name, channels, growthRate)] }
      })
    })),
    head: [norm("head.norm", last), relu, ...pooledClassifier(last, classes)]
  })
}

const denseLayer = (name: string, channels: number, growthRate: number): Layer => ({
  kind: "concat",
  name,
  shortcut: [],
  branch: [norm(`${name}.norm`, channels), relu, convolution(`${name}.conv`, 3, channels, growthRate)]
})

/** What stands between two dense blocks; Huang et al. (2017), section 3. */
export const transition = (name: string, inputs: number, outputs: number): ReadonlyArray<Layer> => [
  norm(`${name}.norm`, inputs),
  relu,
  convolution(`${name}.conv`, 1, inputs, outputs),
  { kind: "averagePool", size: 2 }
]
