import { Effect } from "effect"
import { fileError, type IngestError } from "./ingestError.ts"

/**
 * The files of these names, up to the first that is missing.
 *
 * @errors SourceMissing where one after it is there
 */
export const leading = Effect.fnUntraced(function* (
  files: ReadonlyMap<string, string>,
  names: ReadonlyArray<string>
): Effect.fn.Return<ReadonlyArray<string>, IngestError> {
  const found = names.map((name) => files.get(name))
  const end = found.indexOf(undefined)
  const later = end < 0 ? undefined : found.slice(end).find((file) => file !== undefined)
  return later === undefined
    ? found.filter((file) => file !== undefined)
    : yield* fileError("SourceMissing", later, `is there, but ${names[end]} before it is not; put that beside it.`)
})
