import { argMax, cast, equal, oneHot, softmaxCrossEntropy, type Value } from "@ebcle/tensor"

/** Cross-entropy of each image against its label, smoothed over all classes (Szegedy et al. 2016, section 7). */
export const crossEntropy = (logits: Value, labels: Value, smoothing: number): Value => {
  const classes = logits.shape.at(-1)!
  const targets = oneHot(labels, {
    depth: classes,
    on: 1 - smoothing + smoothing / classes,
    off: smoothing / classes
  })
  return softmaxCrossEntropy(logits, targets)
}

/** 1 for each image whose largest logit is that of its label, otherwise 0, as float32. */
export const correct = (logits: Value, labels: Value): Value => cast(equal(argMax(logits), labels), "float32")
