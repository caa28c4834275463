import { Effect, type FileSystem, type Scope } from "effect"
import type { IngestError } from "../ingestError.ts"
import { classesOf } from "../labels.ts"
import type { Part } from "../parts.ts"
import { interleave } from "../planar.ts"
import { openRecords } from "../records.ts"

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
  return {
    count: records.count,
    read: Effect.fnUntraced(function* (first, count) {
      const bytes = yield* records.read(first, count)
      const found = new Uint8Array(count)
      for (let image = 0; image < count; image++) found[image] = bytes[image * stride + label]!
      const byteOf = (image: number) => image * stride + label
      const labels = yield* classesOf(found, { file, classes, base: 0, first, byteOf })
      return { images: interleave(bytes, { count, channels: 3, area, first: labelBytes, stride }), labels }
    })
  }
})
