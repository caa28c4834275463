import {
  add,
  constant,
  divide,
  gather,
  matMul,
  multiply,
  type Program,
  reduceSum,
  reshape,
  sqrt,
  type Value
} from "@ebcle/tensor"
import type { Architecture } from "@ebcle/zoo"
import { buildNetwork } from "../buildNetwork.ts"
import { normalisePixels } from "../normalisePixels.ts"
import { splitImages } from "../splitBatch.ts"

/** Names of what a probe gives. */
export const probeOutputs = {
  /** float32[images]: ‖F(x)‖ over ‖shortcut(x)‖ of the block, or the share of the new features. */
  ratio: (block: string) => `ratio/${block}`,
  /** float32[images, images]: the products of the features that go into a part of the network with each other. */
  gram: (part: string) => `gram/${part}`
}

/** Sum of the squares of each image's features. */
const squares = (x: Value): Value => reduceSum(multiply(x, x), x.shape.map((_, axis) => axis).slice(1))

const flat = (x: Value): Value => reshape(x, [x.shape[0]!, x.shape.slice(1).reduce((size, axis) => size * axis, 1)])

/**
 * What goes on between and in the blocks of a network on the first `images` of the test split, of `count`, under `weights`.
 *
 * In float32 whatever the training computes in: small branches are the point.
 */
export const probeProgram = (
  architecture: Architecture,
  weights: ReadonlyMap<string, Value>,
  count: number,
  images: number
): Program => {
  const rows = constant(
    Array.from({ length: images }, (_, i) => i),
    [images],
    "int32"
  )
  const batch = normalisePixels(gather(splitImages("test", count, architecture.input), rows))
  const { branches, segments } = buildNetwork(architecture, batch, false, (name) => weights.get(name)!)
  const ratios = [...branches].map(([block, { added, kind, passed }]): [string, Value] => {
    const [ofAdded, ofPassed] = [squares(added), squares(passed)]
    const whole = kind === "residual" ? ofPassed : add(ofAdded, ofPassed)
    return [probeOutputs.ratio(block), sqrt(divide(ofAdded, whole))]
  })
  // The images themselves are no features, and what the head gives is not looked at.
  const grams = segments.slice(1).map(({ input, name }): [string, Value] => {
    const features = flat(input)
    return [probeOutputs.gram(name), matMul(features, features, false, true)]
  })
  return { outputs: Object.fromEntries([...ratios, ...grams]), updates: [] }
}
