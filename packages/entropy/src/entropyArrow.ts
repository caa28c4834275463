import { type IngestError, openArrowFile, writeArrowFile } from "@ebcle/ingest"
import { Field, Float64, makeData } from "apache-arrow"
import { Effect, type FileSystem, Stream } from "effect"
import { EntropyError } from "./entropyError.ts"

/**
 * Writes per-image entropies as an Arrow IPC file with the float64 column `entropy`, in one record batch.
 *
 * @param metadata goes into the schema as it is
 * @errors IngestError FileUnwritable
 */
export const writeEntropies = (
  file: string,
  values: Float64Array,
  metadata: Readonly<Record<string, string>>
): Effect.Effect<void, IngestError, FileSystem.FileSystem> =>
  writeArrowFile(file, {
    fields: [new Field("entropy", new Float64(), false)],
    metadata,
    batches: Stream.succeed({ columns: [makeData({ type: new Float64(), data: values, nullCount: 0 })] })
  })

/**
 * Reads what `writeEntropies` wrote: a view into its one record batch.
 *
 * @param count how many values there must be
 * @errors IngestError FileUnreadable, ArrowDamaged, ArrowUnexpected; EntropyError
 */
export const readEntropies = Effect.fnUntraced(function* (
  file: string,
  count: number
): Effect.fn.Return<Float64Array, IngestError | EntropyError, FileSystem.FileSystem> {
  const { batches } = yield* openArrowFile(file, { entropy: "float64" })
  const values = batches.length === 1 ? (yield* batches[0]!.read).entropy : new Float64Array(0)
  if (values.length !== count) {
    return yield* new EntropyError({
      reason: "CountMismatch",
      message: `${file}: ${values.length} values in ${batches.length} record batches instead of ${count} in one; make the profile again.`
    })
  }
  const invalid = values.findIndex((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY))
  if (invalid >= 0) {
    return yield* new EntropyError({
      reason: "ValueInvalid",
      message: `${file}, row ${invalid}: ${values[invalid]} is not an entropy; make the profile again.`
    })
  }
  return values
})
