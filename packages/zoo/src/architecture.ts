import type { ImageShape, Layer, Shape } from "./layer.ts"
import { outputOf, outputShape } from "./outputShape.ts"
import { smallestInput } from "./smallestInput.ts"
import { ZooError } from "./zooError.ts"

/** Every family. */
export type FamilyName =
  | "lenet"
  | "vgg"
  | "resnet"
  | "imagenet-resnet"
  | "resnext"
  | "densenet"
  | "mobilenet-v1"
  | "mobilenet-v2"
  | "shufflenet-v2"
  | "efficientnet"

/** Choices within a family, by their names. */
export type Form = Readonly<Record<string, string | number>>

/** The unit of depth that a bound counts; `name` is that of its residual layer, as in `stage1.block1`. */
export interface Block {
  readonly name: string
  readonly layers: ReadonlyArray<Layer>
}

/** Blocks that share a resolution and a number of channels; at least one. */
export interface Stage {
  readonly name: string
  readonly blocks: ReadonlyArray<Block>
}

/** A network as a value: made by a family's function, changed only by making another. */
export interface Architecture {
  readonly name: string
  readonly family: FamilyName
  readonly input: ImageShape
  readonly classes: number
  /** Layers with a kernel on the longest path, as the family counts them. */
  readonly depth: number
  /** The family's width knob; of a ResNet, the channels of the first stage. */
  readonly width: number
  /** What its family needs to build it besides the blocks of each stage and the width; absent where that is all. */
  readonly form?: Form
  readonly stem: ReadonlyArray<Layer>
  /** At least one. */
  readonly stages: ReadonlyArray<Stage>
  readonly head: ReadonlyArray<Layer>
  /** The whole network in order: stem, blocks of every stage, head. The last layer gives one logit per class. */
  readonly layers: ReadonlyArray<Layer>
  /** What transforms did to the baseline, a sentence each; empty for a baseline. */
  readonly trace: ReadonlyArray<string>
}

/**
 * Puts the parts of a network together, and makes sure that they fit each other and the input.
 *
 * Throws ZooError `InputTooSmall`; RangeError where two layers do not fit or the last does not give a logit per class.
 */
export const assemble = (parts: Omit<Architecture, "layers" | "trace">): Architecture => {
  const layers = [
    ...parts.stem,
    ...parts.stages.flatMap((stage) => stage.blocks.flatMap((block) => block.layers)),
    ...parts.head
  ]
  const [height, width] = parts.input
  const smallest = smallestInput(layers)
  if (Math.min(height, width) < smallest) {
    throw new ZooError(
      "InputTooSmall",
      `${parts.name} needs images of at least ${smallest}×${smallest} pixels for its strides, not ${height}×${width}: enlarge the images or choose another family`
    )
  }
  const output = outputOf(layers, parts.input)
  if (output.join() !== String(parts.classes)) {
    throw new RangeError(`${parts.name}: expected ${parts.classes} logits, got [${output}]`)
  }
  return { ...parts, layers, trace: [] }
}

/** The shape after each entry of `layers`, for one image. */
export const shapes = (architecture: Architecture): ReadonlyArray<Shape> => {
  let shape: Shape = architecture.input
  return architecture.layers.map((layer) => {
    shape = outputShape(layer, shape)
    return shape
  })
}
