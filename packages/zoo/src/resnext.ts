import { type Architecture, assemble } from "./architecture.ts"
import { bottleneck } from "./bottleneck.ts"
import type { ImageShape } from "./layer.ts"
import { convolution, norm, pooledClassifier, relu } from "./layers.ts"
import { ZooError } from "./zooError.ts"

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
 * Throws ZooError `UnsupportedDepth` or `InputTooSmall`.
 */
export const resnext = (options: {
  readonly depth: number
  readonly cardinality: number
  readonly baseWidth: number
  readonly input: ImageShape
  readonly classes: number
}): Architecture => {
  const { baseWidth, cardinality, classes, depth, input } = options
  const n = (depth - 2) / (3 * stageCount)
  if (!Number.isInteger(n) || n < 1) {
    const below = Math.max(1, Math.floor(n)) * 3 * stageCount + 2
    throw new ZooError(
      "UnsupportedDepth",
      `a resnext has 9n + 2 layers, not ${depth}: the nearest are ${below} and ${below + 9}`
    )
  }
  const outputsOf = (stage: number) => firstOutputs * 2 ** stage
  return assemble({
    name: `ResNeXt-${depth} ${cardinality}×${baseWidth}d`,
    family: "resnext",
    input,
    classes,
    depth,
    width: cardinality * baseWidth,
    stem: [convolution("stem.conv", 3, input[2], stemChannels), norm("stem.norm", stemChannels), relu],
    stages: Array.from({ length: stageCount }, (_, stage) => ({
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
    head: pooledClassifier(outputsOf(stageCount - 1), classes)
  })
}
