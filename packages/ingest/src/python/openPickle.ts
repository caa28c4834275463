import { Effect, type FileSystem, type Scope } from "effect"
import { fileError, type IngestError } from "../ingestError.ts"
import { openRandomAccess, type RandomAccess } from "../randomAccess.ts"
import { readPickle } from "./pickle.ts"
import { PickleFault } from "./pickleFault.ts"
import type { ByteRequest, Reading } from "./pickleInput.ts"
import type { PickleDict } from "./pickleValue.ts"

/** Takes a step of parsing. */
const advance = <A>(
  file: string,
  step: () => IteratorResult<ByteRequest, A>
): Effect.Effect<IteratorResult<ByteRequest, A>, IngestError> =>
  Effect.try({
    try: step,
    catch: (fault): IngestError => {
      // Anything else is a defect of the parser.
      if (!(fault instanceof PickleFault)) throw fault
      const cure = fault.reason === "PickleDamaged" ? "fetch the file again" : "it is no pickle of a dataset"
      return fileError(fault.reason, file, `${fault.message}; ${cure}.`, fault.byte)
    }
  })

const drive = Effect.fnUntraced(function* <A>(
  { file, read }: RandomAccess,
  reading: Reading<A>
): Effect.fn.Return<A, IngestError> {
  let step = yield* advance(file, () => reading.next())
  while (!step.done) {
    const bytes = yield* read(step.value.offset, step.value.length)
    step = yield* advance(file, () => reading.next(bytes))
  }
  return step.value
})

/**
 * Opens a pickle of a dictionary. Large arrays stay in the file, to be read while the scope is open.
 *
 * @errors FileUnreadable, PickleDamaged, PickleRefused
 */
export const openPickle = Effect.fnUntraced(function* (
  file: string
): Effect.fn.Return<
  { readonly access: RandomAccess; readonly dict: PickleDict },
  IngestError,
  FileSystem.FileSystem | Scope.Scope
> {
  const access = yield* openRandomAccess(file)
  const value = yield* drive(access, readPickle(access.size))
  return value instanceof Map
    ? { access, dict: value }
    : yield* fileError("PickleRefused", file, "holds something else than a dictionary; it is no pickle of a dataset.")
})
