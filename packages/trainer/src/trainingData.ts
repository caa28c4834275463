import type { IngestError, SplitReader } from "@ebcle/ingest"
import { Effect } from "effect"
import { TrainerError } from "./trainerError.ts"

/** The first `count` images of a split in one piece: uint8[count, height, width, channels] and int32[count]. */
export interface TrainingData {
  readonly count: number
  readonly images: Uint8Array
  readonly labels: Int32Array
}

/**
 * Gathers the first images of a split, in official order, into one tensor.
 *
 * @errors TrainerError DataTooSmall if the split has fewer; IngestError where a shard cannot be read
 */
export const takeFirst = Effect.fnUntraced(function* (
  split: SplitReader,
  count: number
): Effect.fn.Return<TrainingData, TrainerError | IngestError> {
  if (count > split.count) {
    return yield* new TrainerError({
      reason: "DataTooSmall",
      message: `${count} images were asked for and the split has ${split.count}; lower trainImages or testImages in the study.`
    })
  }
  const pixels = split.shape.reduce((a, b) => a * b, 1)
  const images = new Uint8Array(count * pixels)
  const labels = new Int32Array(count)
  let filled = 0
  for (let index = 0; filled < count; index++) {
    const shard = yield* split.readShard(index)
    const taken = Math.min(shard.count, count - filled)
    images.set(shard.images.subarray(0, taken * pixels), filled * pixels)
    labels.set(shard.labels.subarray(0, taken), filled)
    filled += taken
  }
  return { count, images, labels }
})

/** Mean of each channel, and one over its standard deviation (1 where a channel is constant), over all pixels. */
export const pixelStatistics = (
  images: Uint8Array,
  channels: number
): { readonly mean: Float32Array; readonly scale: Float32Array } => {
  // Whole numbers below 2^53 add up exactly, so the order of the sum does not matter.
  const sums = new Array<number>(channels).fill(0)
  const squares = new Array<number>(channels).fill(0)
  for (let i = 0; i < images.length; i++) {
    const value = images[i]!
    sums[i % channels]! += value
    squares[i % channels]! += value * value
  }
  const count = images.length / channels
  const mean = sums.map((sum) => sum / count)
  const scale = squares.map((square, c) => {
    const variance = square / count - mean[c]! ** 2
    return variance > 0 ? 1 / Math.sqrt(variance) : 1
  })
  return { mean: Float32Array.from(mean), scale: Float32Array.from(scale) }
}
