import { Effect, FileSystem } from "effect"
import { fileError, type IngestError } from "../ingestError.ts"
import { openRandomAccess } from "../randomAccess.ts"
import { ArrowFault } from "./arrowFault.ts"
import {
  type BatchLayout,
  type Columns,
  type Extent,
  footerStart,
  headLength,
  parseBatchHead,
  parseFooter,
  tailLength,
  typedView,
  type Views
} from "./arrowLayout.ts"

/** The rows of one record batch: each column a view into one buffer. */
export type ArrowColumns<C extends Columns> = { readonly [K in keyof C]: Views[C[K]] }

/** One record batch: `count` rows, of which `read` reads the columns. */
export interface ArrowBatch<C extends Columns> {
  readonly count: number
  /** Where its body starts in the file. */
  readonly byte: number
  readonly read: Effect.Effect<ArrowColumns<C>, IngestError>
}

/** An Arrow file: `widths` are bytes a row of each column. */
export interface ArrowFile<C extends Columns> {
  readonly metadata: Readonly<Record<string, string>>
  readonly widths: { readonly [K in keyof C]: number }
  readonly batches: ReadonlyArray<ArrowBatch<C>>
}

/** Parses bytes of a file. */
const parse = <A>(file: string, parser: () => A): Effect.Effect<A, IngestError> =>
  Effect.try({
    try: parser,
    catch: (fault): IngestError => {
      // Anything else is a defect of the parser.
      if (!(fault instanceof ArrowFault)) throw fault
      return fileError(fault.reason, file, `${fault.message}; make the artifact again.`, fault.byte)
    }
  })

/**
 * Opens an Arrow IPC file (the one with a footer) of exactly these columns. Only what describes it is read now; a batch
 * is read when it is asked for, and nothing stays open between.
 *
 * @errors FileUnreadable; ArrowDamaged where the bytes contradict themselves; ArrowUnexpected where they are another file
 */
export const openArrowFile = Effect.fnUntraced(function* <const C extends Columns>(
  file: string,
  columns: C
): Effect.fn.Return<ArrowFile<C>, IngestError, FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem

  const readBody = Effect.fnUntraced(function* ({ body, head, start }: Extent, { ranges }: BatchLayout) {
    const { read } = yield* openRandomAccess(file)
    const bytes = yield* read(start + head, body)
    const views = Object.entries(columns).map(([name, type], index) => {
      return [name, typedView(type, bytes.subarray(...ranges[index]!))] as const
    })
    return Object.fromEntries(views) as ArrowColumns<C>
  })

  return yield* Effect.gen(function* () {
    const { read, size } = yield* openRandomAccess(file)
    const head = yield* read(0, Math.min(size, headLength))
    const tail = yield* read(Math.max(0, size - tailLength), Math.min(size, tailLength))
    const start = yield* parse(file, () => footerStart(head, tail, size))
    const footer = yield* read(start, size - tailLength - start)
    const layout = yield* parse(file, () => parseFooter(footer, start, columns))
    const batches = yield* Effect.forEach(layout.extents, (extent) =>
      Effect.gen(function* () {
        const bytes = yield* read(extent.start, extent.head)
        const batch = yield* parse(file, () => parseBatchHead(bytes, extent, layout.columns))
        const body = readBody(extent, batch).pipe(Effect.scoped, Effect.provideService(FileSystem.FileSystem, fs))
        return { count: batch.count, byte: extent.start + extent.head, read: body }
      })
    )
    const widths = Object.fromEntries(layout.columns.map(({ name, width }) => [name, width]))
    // Names were checked against `columns` one by one, which the compiler cannot follow.
    return { metadata: layout.metadata, widths: widths as ArrowFile<C>["widths"], batches }
  }).pipe(Effect.scoped)
})
