import { add, constant, gather, multiply, type RandomSource, reshape, subtract } from "@ebcle/tensor"
import type { SplitBatch } from "../splitBatch.ts"
import { symmetricBeta } from "./symmetricBeta.ts"

/**
 * Mixes each image with the next one of the batch, whose order is random, in shares that are distributed as Beta(α, α).
 *
 * Source: Zhang et al. 2018, "mixup: beyond empirical risk minimization", equation 1.
 */
export const mixup = ({ images, labels }: SplitBatch, alpha: number, random: RandomSource): SplitBatch => {
  const [count] = images.shape as [number]
  const next = constant(
    Array.from({ length: count }, (_, i) => (i + 1) % count),
    [count],
    "int32"
  )
  const share = symmetricBeta(alpha, [count], random, "augment/mixup")
  const others = gather(images, next)
  return {
    images: add(others, multiply(reshape(share, [count, 1, 1, 1]), subtract(images, others))),
    labels,
    mixed: { labels: gather(labels, next), share }
  }
}
