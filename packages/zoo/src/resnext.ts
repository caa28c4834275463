import { type Architecture, assemble } from "./architecture.ts"
import { blocksOfDepth } from "./blocksOfDepth.ts"
import { bottleneck } from "./bottleneck.ts"
import type { Family } from "./family.ts"
import type { ImageShape } from "./layer.ts"
import { pooledClassifier, smallStem } from "./layers.ts"
import { requireWidth } from "./requireWidth.ts"

const stageCount = 3
const stemChannels = 64
/** Channels that the blocks of the first stage give. */
const firstOutputs = 256

/**
 * The aggregated residual network for small images, of 9n + 2 layers: a 3×3 convolution to 64 channels, three stages of n
 * bottleneck blocks (1×1 to `cardinality` · `baseWidth` channels, 3×3 in `cardinality` groups, 1×1 to 256; all twice as
 * wide in each stage after the first, at half the resolution), then global average pooling and a dense layer. The first
 * block of a stage has a 1×1 convolution and batch norm as its shortcut. ResNeXt-29 has n = 3. Xie et al. (2017), "Aggregated
 * residual transformations for deep neural networks", section 5.2.
 *
 * Throws ZooError `UnsupportedDepth`, `UnsupportedWidth` or `InputTooSmall`.
 */
export const resnext = (options: {
  readonly depth: number
  readonly cardinality: number
  readonly baseWidth: number
  readonly input: ImageShape
  readonly classes: number
}): Architecture => {
  const { baseWidth, cardinality, classes, depth, input } = options
  const n = blocksOfDepth("a resnext", depth, 3 * stageCount, 2)
  requireWidth("a resnext", "a cardinality", cardinality)
  requireWidth("a resnext", "channels of a group", baseWidth)
  return resnextOfBlocks({ blocks: new Array<number>(stageCount).fill(n), cardinality, baseWidth, input, classes })
}

/**
 * The same with its own number of blocks in each stage. Throws ZooError `InputTooSmall`.
 */
export const resnextOfBlocks = (options: {
  readonly blocks: ReadonlyArray<number>
  readonly cardinality: number
  readonly baseWidth: number
  readonly input: ImageShape
  readonly classes: number
}): Architecture => {
  const { baseWidth, blocks, cardinality, classes, input } = options
  const depth = 3 * blocks.reduce((sum, n) => sum + n, 0) + 2
  const equal = blocks.length === stageCount && blocks.every((n) => n === blocks[0])
  const outputsOf = (stage: number) => firstOutputs * 2 ** stage
  return assemble({
    name: `ResNeXt-${depth}${equal ? "" : ` [${blocks.join(", ")}]`} ${cardinality}×${baseWidth}d`,
    family: "resnext",
    input,
    classes,
    depth,
    width: baseWidth,
    form: { cardinality },
    stem: smallStem(input[2], stemChannels),
    stages: blocks.map((n, stage) => ({
      name: `stage${stage + 1}`,
      blocks: Array.from({ length: n }, (_, index) =>
        bottleneck(`stage${stage + 1}.block${index + 1}`, {
          inputs: index > 0 ? outputsOf(stage) : stage === 0 ? stemChannels : outputsOf(stage - 1),
          inner: cardinality * baseWidth * 2 ** stage,
          outputs: outputsOf(stage),
          groups: cardinality,
          stride: index === 0 && stage > 0 ? 2 : 1
        })
      )
    })),
    head: pooledClassifier(outputsOf(blocks.length - 1), classes)
  })
}

export const resnextFamily: Family = {
  name: "resnext",
  about: "aggregated residual network for small images, bottleneck blocks in groups",
  depthKnob: "residual blocks per stage, three stages",
  widthKnob: "channels of each group in the first stage, at the same cardinality",
  source: "Xie et al. (2017), section 5.2",
  build: ({ width, ...plan }, { cardinality }) =>
    resnextOfBlocks({ ...plan, cardinality: Number(cardinality), baseWidth: width })
}
