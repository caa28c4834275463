import { Stream } from "effect"
import type { ImageChunk } from "../imageChunk.ts"

/**
 * Cuts chunks of any sizes into chunks of `rows` images, the last one shorter. Where a chunk covers a whole one, that is
 * a view into it.
 *
 * @throws RangeError if pixels and labels of a chunk do not fit each other
 */
export const reshard =
  (imageBytes: number, rows: number) =>
  <E, R>(chunks: Stream.Stream<ImageChunk, E, R>): Stream.Stream<ImageChunk, E, R> =>
    Stream.mapAccum(
      chunks,
      () => ({ images: new Uint8Array(0), labels: new Int32Array(0), filled: 0 }),
      (state, { images, labels }) => {
        const count = labels.length
        if (images.length !== count * imageBytes) {
          throw new RangeError(`Expected ${count} images of ${imageBytes} bytes, found ${images.length} bytes.`)
        }
        const whole: Array<ImageChunk> = []
        let { filled } = state
        let at = 0
        while (at < count) {
          const taken = Math.min(rows - filled, count - at)
          const part = images.subarray(at * imageBytes, (at + taken) * imageBytes)
          const partLabels = labels.subarray(at, at + taken)
          at += taken
          if (taken === rows) {
            whole.push({ images: part, labels: partLabels })
            continue
          }
          if (filled === 0) {
            state.images = new Uint8Array(rows * imageBytes)
            state.labels = new Int32Array(rows)
          }
          state.images.set(part, filled * imageBytes)
          state.labels.set(partLabels, filled)
          filled += taken
          if (filled === rows) {
            whole.push({ images: state.images, labels: state.labels })
            filled = 0
          }
        }
        state.filled = filled
        return [state, whole]
      },
      {
        onHalt: ({ filled, images, labels }) =>
          filled === 0 ? [] : [{ images: images.subarray(0, filled * imageBytes), labels: labels.subarray(0, filled) }]
      }
    )
