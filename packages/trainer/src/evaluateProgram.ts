import { stepInput } from "@ebcle/engine"
import {
  add,
  cast,
  constant,
  gather,
  input,
  less,
  minimum,
  multiply,
  type Program,
  reduceSum,
  scalar,
  type Value
} from "@ebcle/tensor"
import type { Architecture } from "@ebcle/zoo"
import { buildNetwork } from "./buildNetwork.ts"
import { correct, crossEntropy } from "./classification.ts"
import { normalisePixels } from "./normalisePixels.ts"
import { splitImages, splitLabels } from "./splitBatch.ts"

/** One batch of the test split of `count` images under `weights`: the sum of the losses, and how many it got right. */
export const evaluateProgram = (
  architecture: Architecture,
  weights: ReadonlyMap<string, Value>,
  count: number,
  batchSize: number
): Program => {
  const step = input(stepInput, [], "int32")
  const offsets = constant(
    Array.from({ length: batchSize }, (_, i) => i),
    [batchSize],
    "int32"
  )
  const rows = add(multiply(step, scalar(batchSize, "int32")), offsets)
  // The last batch is filled up with the last image, which then does not count again.
  const counts = cast(less(rows, scalar(count, "int32")), "float32")
  const batch = minimum(rows, scalar(count - 1, "int32"))
  const images = normalisePixels(gather(splitImages("test", count, architecture.input), batch))
  const labels = gather(splitLabels("test", count), batch)
  const { logits } = buildNetwork(architecture, images, false, (name) => weights.get(name)!)
  return {
    outputs: {
      loss: reduceSum(multiply(crossEntropy(logits, { labels }, 0), counts), [0]),
      correct: reduceSum(multiply(correct(logits, { labels }), counts), [0])
    },
    updates: []
  }
}
