import type { EntropyProfile, MeasureName } from "@ebcle/core"
import type { IngestError } from "@ebcle/ingest"
import { Effect, type FileSystem, Path } from "effect"
import { writeEntropies } from "./entropyArrow.ts"
import type { SplitMeasurements } from "./measureSplit.ts"
import { measures } from "./measures.ts"
import type { SplitOf } from "./openShards.ts"
import { summarise } from "./summarise.ts"

/**
 * Writes the per-image values of a measure into a folder, and gives their summary.
 *
 * @param file name of the file in the folder
 * @errors IngestError FileUnwritable
 */
export const writeProfile = Effect.fnUntraced(function* (
  { dataset, split }: SplitOf,
  measured: SplitMeasurements,
  measure: MeasureName,
  to: { readonly folder: string; readonly file: string }
): Effect.fn.Return<EntropyProfile, IngestError, FileSystem.FileSystem | Path.Path> {
  const path = yield* Path.Path
  const { ceiling, unit } = measures[measure]
  const own = measured.columns.filter((column) => column.measure === measure)
  const { values } = own.find(({ channel }) => channel === undefined)!
  yield* writeEntropies(path.join(to.folder, to.file), values, {
    "ebcle.name": dataset.name,
    "ebcle.split": split,
    "ebcle.measure": measure,
    "ebcle.unit": unit
  })
  return summarise({
    dataset: dataset.name,
    split,
    shape: dataset.shape,
    measure,
    unit,
    ceiling: ceiling(dataset.shape),
    values,
    channels: own.filter(({ channel }) => channel !== undefined).map((column) => column.values),
    labels: measured.labels,
    classes: measured.classes,
    file: to.file
  })
})
