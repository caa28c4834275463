import { Stream } from "effect"
import type { ImageChunk } from "../imageChunk.ts"
import { type Loan, recycledBuffers } from "../recycledBuffers.ts"

/** What is left of the chunks so far: a view into the last one, or copies of `filled` images. */
interface Rest {
  readonly held: ImageChunk | undefined
  readonly filled: number
  readonly loan: Loan
  readonly labels: Int32Array
}

const nothing: Rest = {
  held: undefined,
  filled: 0,
  loan: { bytes: new Uint8Array(0), release: () => {} },
  labels: new Int32Array(0)
}

/**
 * Cuts chunks of any sizes into chunks of `rows` images, the last one shorter. Where a chunk covers a whole one, or the
 * last, that is a view into it; one that has been copied is released.
 *
 * @throws RangeError if pixels and labels of a chunk do not fit each other
 */
export const reshard =
  (imageBytes: number, rows: number) =>
  <E, R>(chunks: Stream.Stream<ImageChunk, E, R>): Stream.Stream<ImageChunk, E, R> => {
    const borrow = recycledBuffers()
    return Stream.mapAccum(
      chunks,
      () => nothing,
      (rest, chunk) => {
        const count = chunk.labels.length
        if (chunk.images.length !== count * imageBytes) {
          throw new RangeError(`Expected ${count} images of ${imageBytes} bytes, found ${chunk.images.length} bytes.`)
        }
        const whole: Array<ImageChunk> = []
        let { filled, held, labels, loan } = rest
        let viewed = false
        const copy = (images: Uint8Array, own: Int32Array) => {
          if (filled === 0) {
            loan = borrow(rows * imageBytes)
            labels = new Int32Array(rows)
          }
          loan.bytes.set(images, filled * imageBytes)
          labels.set(own, filled)
          filled += own.length
        }
        for (let at = 0; at < count; ) {
          const taken = Math.min(rows - (held?.labels.length ?? filled), count - at)
          const images = chunk.images.subarray(at * imageBytes, (at + taken) * imageBytes)
          const own = chunk.labels.subarray(at, at + taken)
          at += taken
          if (taken === rows) {
            viewed = true
            // A view of a part must not release the whole.
            whole.push(count === rows ? chunk : { images, labels: own })
            continue
          }
          // What is lent is copied and given back at once; the rest may be the last, and need no copy.
          if (filled === 0 && held === undefined && chunk.release === undefined) {
            held = { images, labels: own }
            continue
          }
          if (held !== undefined) {
            copy(held.images, held.labels)
            held = undefined
          }
          copy(images, own)
          if (filled === rows) {
            whole.push({ images: loan.bytes, labels, release: loan.release })
            filled = 0
          }
        }
        if (!viewed) chunk.release?.()
        return [{ filled, held, loan, labels }, whole]
      },
      {
        onHalt: ({ filled, held, labels, loan: { bytes, release } }) => {
          if (held !== undefined) return [held]
          if (filled === 0) return []
          return [{ images: bytes.subarray(0, filled * imageBytes), labels: labels.subarray(0, filled), release }]
        }
      }
    )
  }
