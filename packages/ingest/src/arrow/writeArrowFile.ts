import {
  type Data,
  type Field,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  type TypeMap
} from "apache-arrow"
import { Message } from "apache-arrow/ipc/metadata/message"
import { Effect, FileSystem, Stream } from "effect"
import { type IngestError, unwritable } from "../ingestError.ts"

/** Writes into a list that is emptied after each batch, where apache-arrow's own queue has no bound. */
class FileWriter extends RecordBatchFileWriter {
  #pieces: Array<Uint8Array> = []

  /** What was written since the last time. */
  take(): ReadonlyArray<Uint8Array> {
    return this.#pieces.splice(0)
  }

  protected override _write(chunk: ArrayBufferView): this {
    if (chunk.byteLength === 0) return this
    this.#pieces.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    this._position += chunk.byteLength
    return this
  }

  /**
   * The file format is a stream between a head and a footer, and a stream starts with its schema; apache-arrow 21.2
   * leaves that out, so that readers which do not start at the footer find no schema.
   */
  protected override _writeSchema(schema: Schema): this {
    return super._writeSchema(schema)._writeMessage(Message.from(schema))
  }
}

/** The data of each column of a record batch. */
interface BatchContents {
  readonly columns: ReadonlyArray<Data>
  /** Called when they are written, and not looked at any more. */
  readonly release?: (() => void) | undefined
}

/** What an Arrow file is made of; `metadata` is the schema's. */
export interface ArrowContents<E = never, R = never> {
  readonly fields: ReadonlyArray<Field>
  readonly metadata: Readonly<Record<string, string>>
  readonly batches: Stream.Stream<BatchContents, E, R>
}

/**
 * Writes an Arrow IPC file with a footer, buffer by buffer: the columns' bytes are not copied. The next batch is made
 * while one is written, and no more are held.
 *
 * @errors FileUnwritable, and what the batches fail with
 */
export const writeArrowFile = Effect.fnUntraced(function* <E, R>(
  file: string,
  { batches, fields, metadata }: ArrowContents<E, R>
): Effect.fn.Return<void, IngestError | E, FileSystem.FileSystem | R> {
  const fs = yield* FileSystem.FileSystem
  const schema = new Schema<TypeMap>([...fields], new Map(Object.entries(metadata)))
  const type = new Struct<TypeMap>(schema.fields)
  const writer = new FileWriter()
  // Opens the file, which is then whole even without a batch.
  writer.reset(undefined, schema)
  const encoded = batches.pipe(
    Stream.map(({ columns, release }) => {
      const length = columns[0]?.length ?? 0
      writer.write(new RecordBatch(schema, makeData({ type, length, nullCount: 0, children: [...columns] })))
      return { pieces: writer.take(), release }
    }),
    Stream.buffer({ capacity: 1 })
  )
  yield* Effect.gen(function* () {
    const handle = yield* fs.open(file, { flag: "w" }).pipe(Effect.mapError(unwritable(file)))
    const write = (piece: Uint8Array) => handle.writeAll(piece).pipe(Effect.mapError(unwritable(file)))
    yield* Stream.runForEach(encoded, ({ pieces, release }) =>
      Effect.andThen(
        Effect.forEach(pieces, write, { discard: true }),
        Effect.sync(() => release?.())
      )
    )
    writer.finish()
    yield* Effect.forEach(writer.take(), write, { discard: true })
  }).pipe(Effect.scoped)
})
