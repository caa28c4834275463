import { after, gradients, inFloat32, type Value } from "@ebcle/tensor"
import { isTrained, type Network } from "./buildNetwork.ts"

/**
 * Gradients of a network's loss with respect to its trained parameters, in their order and in float32, bit for bit those of
 * `gradients`.
 *
 * Of the forward pass only what goes from one block to the next is kept; a block is computed again when the gradients
 * have come down to it. That takes a third more multiply-adds, and memory for one block at a time. Chen et al. (2016),
 * "Training deep nets with sublinear memory cost".
 *
 * @param scale float32[], what the loss is multiplied with
 */
export const recomputedGradients = (
  loss: Value,
  { parameters, segments }: Pick<Network, "parameters" | "segments">,
  scale: Value
): ReadonlyArray<Value> => {
  const found = new Map<string, Value>()
  let [along, above]: [Value | undefined, ReadonlyArray<Value>] = [undefined, []]
  for (const [i, segment] of [...segments.entries()].toReversed()) {
    const own = parameters.filter((each) => isTrained(each) && segment.parameters.has(each.name))
    // Once all that needs what the part above kept is done.
    const input = along === undefined ? segment.input : after(segment.input, above)
    const output = along === undefined ? loss : segment.again(input)
    // Nothing is asked of the images.
    const inputs = i === 0 ? [] : [input]
    const slopes = gradients(output, [...own.map(({ value }) => value), ...inputs], along ?? scale)
    const ownSlopes = slopes.slice(0, own.length).map(inFloat32)
    for (const [j, { name }] of own.entries()) found.set(name, ownSlopes[j]!)
    along = slopes[own.length]
    // Not the gradient that goes on: another use of it would keep an engine from fusing its sum, and round it.
    above = own.length > 0 ? ownSlopes : slopes
  }
  return parameters.filter(isTrained).map(({ name }) => found.get(name)!)
}
