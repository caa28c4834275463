import { add, after, inPhase, multiply, type Shape, scalar, stridedSlice, type Value, variable } from "@ebcle/tensor"
import type { Architecture } from "@ebcle/zoo"
import { type BatchGradients, batchGradients, type Descent } from "./batchGradients.ts"
import type { Dropping } from "./buildNetwork.ts"
import type { SplitBatch } from "./splitBatch.ts"

const rows = (x: Value, begin: number, end: number): Value =>
  end - begin === x.shape[0]
    ? x
    : stridedSlice(x, {
        begin: [begin, ...x.shape.slice(1).map(() => 0)],
        end: [end, ...x.shape.slice(1)],
        strides: x.shape.map(() => 1)
      })

/** A part of a batch. */
const rowsOf = ({ images, labels, mixed }: SplitBatch, begin: number, end: number): SplitBatch => ({
  images: rows(images, begin, end),
  labels: rows(labels, begin, end),
  mixed: mixed && { labels: rows(mixed.labels, begin, end), share: rows(mixed.share, begin, end) }
})

const mean = (values: ReadonlyArray<Value>): Value =>
  values.length === 1 ? values[0]! : multiply(values.reduce(add), scalar(1 / values.length))

/**
 * What `batchGradients` gives, computed in `parts` equal micro-batches one after the other and averaged.
 *
 * Batch norm sees the statistics of a micro-batch alone, and moves its averages once for each.
 */
export const accumulatedGradients = (
  architecture: Architecture,
  batch: SplitBatch,
  labelSmoothing: number,
  parts: number,
  descent: Descent,
  dropping?: Dropping
): BatchGradients => {
  const size = batch.labels.shape[0]! / parts
  const tensors = new Map<string, Value>()
  const tensor = (name: string, shape: Shape): Value => {
    const value = tensors.get(name) ?? variable(name, shape)
    tensors.set(name, value)
    return value
  }
  const results: Array<BatchGradients> = []
  for (let part = 0; part < parts; part++) {
    const rows = inPhase("input", () => rowsOf(batch, part * size, (part + 1) * size))
    // Whatever a part keeps for its gradients can go before the next one begins.
    const before = results.at(-1)?.gradients
    const result = batchGradients(
      architecture,
      before === undefined ? rows : { ...rows, images: after(rows.images, before) },
      labelSmoothing,
      descent,
      tensor,
      dropping && { ...dropping, random: (purpose, shape) => dropping.random(`part ${part}/${purpose}`, shape) }
    )
    for (const [name, value] of result.moved) tensors.set(name, value)
    results.push(result)
  }
  const { gradients, parameters } = results[0]!
  return {
    loss: mean(results.map(({ loss }) => loss)),
    correct: results.map(({ correct }) => correct).reduce(add),
    parameters,
    gradients: inPhase("backward", () => gradients.map((_, i) => mean(results.map((result) => result.gradients[i]!)))),
    moved: results.at(-1)!.moved
  }
}
