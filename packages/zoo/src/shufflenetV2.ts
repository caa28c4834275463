import { type Architecture, assemble, type Block } from "./architecture.ts"
import type { Family, Plan } from "./family.ts"
import type { ImageShape, Layer } from "./layer.ts"
import { convolution, norm, pooledClassifier, relu, smallStem } from "./layers.ts"
import { nearest } from "./nearest.ts"
import { ZooError } from "./zooError.ts"

/** Blocks of each stage; Ma et al. (2018), table 5. */
const publishedBlocks = [4, 8, 4]
/** Channels of one half of the first stage, and of the last convolution, by the multiplier; the same table. */
const published: ReadonlyMap<number, readonly [half: number, head: number]> = new Map([
  [0.5, [24, 1024]],
  [1, [58, 1024]],
  [1.5, [88, 1024]],
  [2, [122, 2048]]
])
const stemChannels = 24

/**
 * ShuffleNetV2 of the multipliers 0.5, 1, 1.5 and 2: a 3×3 convolution to 24 channels and a maximum of 3×3 pixels, each of stride
 * 2, three stages of units, a 1×1 convolution, global average pooling and a dense layer. A unit leaves half of its channels as
 * they are and takes the others through 1×1, depthwise 3×3 and 1×1 convolutions; the first unit of a stage takes all of them
 * through both ways, at half the resolution. Then the halves are joined and shuffled. Ma et al. (2018), "ShuffleNet V2: practical
 * guidelines for efficient CNN architecture design", figure 3 c and d, table 5.
 *
 * For images of less than 64 pixels the stem has stride 1 and no maximum (ours). Throws ZooError `UnsupportedWidth` or
 * `InputTooSmall`.
 */
export const shufflenetV2 = (options: {
  readonly multiplier: number
  readonly input: ImageShape
  readonly classes: number
}): Architecture => {
  const { multiplier, ...task } = options
  const sizes = published.get(multiplier)
  if (sizes === undefined) {
    const multipliers = [...published.keys()]
    throw new ZooError(
      "UnsupportedWidth",
      `a shufflenet-v2 has a multiplier of ${multipliers.map((each) => each.toFixed(1)).join(", ")}, not ${multiplier}: ${nearest(multipliers, multiplier)}`
    )
  }
  const [width, head] = sizes
  return shufflenetV2OfBlocks({ blocks: publishedBlocks, width, head, ...task })
}

/**
 * The same with its own number of units in each of the three stages, `width` channels in one half of the first stage (twice as
 * many in each later one), and `head` in the last convolution. Throws ZooError `InputTooSmall`.
 */
export const shufflenetV2OfBlocks = (plan: Plan & { readonly head: number }): Architecture => {
  const { blocks, classes, head, input, width } = plan
  const halfOf = (stage: number) => width * 2 ** stage
  const last = 2 * halfOf(blocks.length - 1)
  const [multiplier] = [...published].find(([, sizes]) => sizes.join() === [width, head].join()) ?? []
  const isPublished = multiplier !== undefined && blocks.join() === publishedBlocks.join()
  const isSmall = Math.min(input[0], input[1]) < 64
  return assemble({
    name: isPublished
      ? `ShuffleNetV2 ×${multiplier.toFixed(1)}`
      : `ShuffleNetV2 [${blocks.join(", ")}] width 2 × ${width}`,
    family: "shufflenet-v2",
    input,
    classes,
    depth: 3 * blocks.reduce((sum, n) => sum + n, 0) + 3,
    width,
    form: { head },
    stem: [
      ...smallStem(input[2], stemChannels, isSmall ? 1 : 2),
      ...(isSmall ? [] : [{ kind: "maxPool", size: 3, stride: 2 } as const])
    ],
    stages: blocks.map((n, stage) => ({
      name: `stage${stage + 1}`,
      blocks: Array.from({ length: n }, (_, index) => {
        const name = `stage${stage + 1}.block${index + 1}`
        return index > 0
          ? unit(name, halfOf(stage))
          : opening(name, stage === 0 ? stemChannels : 2 * halfOf(stage - 1), halfOf(stage))
      })
    })),
    head: [convolution("head.conv", 1, last, head), norm("head.norm", head), relu, ...pooledClassifier(head, classes)]
  })
}

const pointwise = (name: string, inputs: number, outputs: number): ReadonlyArray<Layer> => [
  convolution(`${name}.conv`, 1, inputs, outputs),
  norm(`${name}.norm`, outputs),
  relu
]

const depthwise = (name: string, channels: number, stride: number): ReadonlyArray<Layer> => [
  convolution(`${name}.conv`, 3, channels, channels, { groups: channels, stride }),
  norm(`${name}.norm`, channels)
]

const branch = (name: string, inputs: number, half: number, stride: number): ReadonlyArray<Layer> => [
  ...pointwise(`${name}.expand`, inputs, half),
  ...depthwise(`${name}.depthwise`, half, stride),
  ...pointwise(`${name}.project`, half, half)
]

const joined = (name: string, shortcut: ReadonlyArray<Layer>, branch: ReadonlyArray<Layer>): Block => ({
  name,
  layers: [
    { kind: "concat", name, shortcut, branch },
    { kind: "shuffleChannels", groups: 2 }
  ]
})

const unit = (name: string, half: number): Block =>
  joined(
    name,
    [{ kind: "selectChannels", from: 0, count: half }],
    [{ kind: "selectChannels", from: half, count: half }, ...branch(name, half, half, 1)]
  )

const opening = (name: string, inputs: number, half: number): Block =>
  joined(
    name,
    [...depthwise(`${name}.shortcut.depthwise`, inputs, 2), ...pointwise(`${name}.shortcut.project`, inputs, half)],
    branch(name, inputs, half, 2)
  )

export const shufflenetV2Family: Family = {
  name: "shufflenet-v2",
  about: "units of depthwise convolutions on half of the channels, which are then shuffled",
  depthKnob: "units per stage, three stages",
  widthKnob: "channels of one half of the first stage",
  source: "Ma et al. (2018), table 5",
  build: (plan, { head }) => shufflenetV2OfBlocks({ ...plan, head: Number(head) })
}
