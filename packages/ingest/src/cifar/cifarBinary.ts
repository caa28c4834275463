import { Effect, type FileSystem, type Scope } from "effect"
import type { IngestError } from "../ingestError.ts"
import { classesOf } from "../labels.ts"
import type { Part } from "../parts.ts"
import { interleave } from "../planar.ts"
import { openRecords } from "../records.ts"
import { recycledBuffers } from "../recycledBuffers.ts"

/** Pixels of a channel: 32x32. */
const area = 1024

/** What the records of a CIFAR file begin with: so many label bytes, of which the one at `label` is wanted. */
export interface CifarRecord {
  readonly labelBytes: number
  readonly label: number
  /** How many classes there are. */
  readonly classes: number
}

/**
 * Opens a file of CIFAR's binary version: records of label bytes, then 1,024 bytes each of red, green and blue. Official
 * files have 10,000 records (CIFAR-100's training file 50,000); any number of whole ones is accepted.
 *
 * Format: A. Krizhevsky, "The CIFAR-10 and CIFAR-100 datasets", section "Binary version".
 *
 * @errors FileUnreadable, FileEmpty, FileTruncated; when read LabelRange
 */
export const openCifarBinary = Effect.fnUntraced(function* (
  file: string,
  { classes, label, labelBytes }: CifarRecord
): Effect.fn.Return<Part, IngestError, FileSystem.FileSystem | Scope.Scope> {
  const stride = labelBytes + 3 * area
  const records = yield* openRecords(file, stride)
  const borrow = recycledBuffers()
  return {
    count: records.count,
    read: Effect.fnUntraced(function* (first, count) {
      const found = new Uint8Array(count)
      const { bytes: images, release } = borrow(count * 3 * area)
      yield* records.scan(first, count, (bytes, at, some) => {
        for (let record = 0; record < some; record++) found[at + record] = bytes[record * stride + label]!
        const layout = { count: some, channels: 3, area, first: labelBytes, stride }
        interleave(bytes, layout, images.subarray(at * 3 * area))
      })
      const byteOf = (image: number) => image * stride + label
      const labels = yield* classesOf(found, { file, classes, base: 0, first, byteOf })
      return { images, labels, release }
    })
  }
})
