import { Effect, type FileSystem, type Scope } from "effect"
import type { IngestError } from "../ingestError.ts"
import type { Part } from "../parts.ts"
import { openPickle } from "../python/openPickle.ts"
import { planarRows, readLabels } from "../python/planarRows.ts"

/** Which labels of a batch are wanted. */
export interface CifarKey {
  readonly labels: "labels" | "fine_labels" | "coarse_labels"
  /** How many classes there are. */
  readonly classes: number
}

/**
 * Opens a batch of CIFAR's Python version: a pickled dictionary of `data`, rows of 1,024 bytes each of red, green and
 * blue, and of labels.
 *
 * Format: A. Krizhevsky, "The CIFAR-10 and CIFAR-100 datasets", section "Python / Matlab versions".
 *
 * @errors FileUnreadable, PickleDamaged, PickleRefused, ContentUnexpected, FileEmpty, LabelCount, LabelRange
 */
export const openCifarPython = Effect.fnUntraced(function* (
  file: string,
  { classes, labels }: CifarKey
): Effect.fn.Return<Part, IngestError, FileSystem.FileSystem | Scope.Scope> {
  const { access, dict } = yield* openPickle(file)
  const found = yield* readLabels(dict.get(labels), access)
  return yield* planarRows(access, dict.get("data"), found, { area: 1024, classes, base: 0 })
})
