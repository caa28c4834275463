import {
  add,
  argMax,
  cast,
  equal,
  multiply,
  oneHot,
  reshape,
  softmaxCrossEntropy,
  subtract,
  type Value
} from "@ebcle/tensor"
import type { Labelling } from "./splitBatch.ts"

/** `first` and `second` in shares of `share` and 1 - `share`. */
const mix = (first: Value, second: Value, share: Value): Value => add(second, multiply(share, subtract(first, second)))

/** Cross-entropy of each image against its label, smoothed over all classes (Szegedy et al. 2016, section 7). */
export const crossEntropy = (logits: Value, { labels, mixed }: Labelling, smoothing: number): Value => {
  const [count, classes] = logits.shape as [number, number]
  const targets = (of: Value): Value =>
    oneHot(of, { depth: classes, on: 1 - smoothing + smoothing / classes, off: smoothing / classes })
  return softmaxCrossEntropy(
    logits,
    mixed === undefined
      ? targets(labels)
      : mix(targets(labels), targets(mixed.labels), reshape(mixed.share, [count, 1]))
  )
}

/** 1 for each image whose largest logit is that of its label, otherwise 0, as float32; of a mixed image, the label's share. */
export const correct = (logits: Value, { labels, mixed }: Labelling): Value => {
  const predicted = argMax(logits)
  const isRight = (of: Value): Value => cast(equal(predicted, of), "float32")
  return mixed === undefined ? isRight(labels) : mix(isRight(labels), isRight(mixed.labels), mixed.share)
}
