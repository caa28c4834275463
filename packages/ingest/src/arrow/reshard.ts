import { Stream } from "effect"
import type { ImageChunk } from "../imageChunk.ts"
import { type Loan, recycledBuffers } from "../recycledBuffers.ts"

/**
 * Cuts chunks of any sizes into chunks of `rows` images, the last one shorter. Where a chunk covers a whole one, that is
 * a view into it; one that has been copied is released.
 *
 * @throws RangeError if pixels and labels of a chunk do not fit each other
 */
export const reshard =
  (imageBytes: number, rows: number) =>
  <E, R>(chunks: Stream.Stream<ImageChunk, E, R>): Stream.Stream<ImageChunk, E, R> => {
    const borrow = recycledBuffers()
    const nothing: Loan = { bytes: new Uint8Array(0), release: () => {} }
    return Stream.mapAccum(
      chunks,
      () => ({ loan: nothing, labels: new Int32Array(0), filled: 0 }),
      (state, chunk) => {
        const { images, labels } = chunk
        const count = labels.length
        if (images.length !== count * imageBytes) {
          throw new RangeError(`Expected ${count} images of ${imageBytes} bytes, found ${images.length} bytes.`)
        }
        const whole: Array<ImageChunk> = []
        let { filled } = state
        let at = 0
        let viewed = false
        while (at < count) {
          const taken = Math.min(rows - filled, count - at)
          const part = images.subarray(at * imageBytes, (at + taken) * imageBytes)
          const partLabels = labels.subarray(at, at + taken)
          at += taken
          if (taken === rows) {
            viewed = true
            // A view of a part must not release the whole.
            whole.push(count === rows ? chunk : { images: part, labels: partLabels })
            continue
          }
          if (filled === 0) {
            state.loan = borrow(rows * imageBytes)
            state.labels = new Int32Array(rows)
          }
          state.loan.bytes.set(part, filled * imageBytes)
          state.labels.set(partLabels, filled)
          filled += taken
          if (filled === rows) {
            whole.push({ images: state.loan.bytes, labels: state.labels, release: state.loan.release })
            filled = 0
          }
        }
        if (!viewed) chunk.release?.()
        state.filled = filled
        return [state, whole]
      },
      {
        onHalt: ({ filled, labels, loan: { bytes, release } }) =>
          filled === 0
            ? []
            : [{ images: bytes.subarray(0, filled * imageBytes), labels: labels.subarray(0, filled), release }]
      }
    )
  }
