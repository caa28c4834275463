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
import { fileError, type IngestError } from "./ingestError.ts"

/**
 * The file format is a stream between a head and a footer, and a stream starts with its schema; apache-arrow 21.2
 * leaves that out, so that readers which do not start at the footer find no schema.
 */
class FileWriter extends RecordBatchFileWriter {
  protected override _writeSchema(schema: Schema): this {
    return super._writeSchema(schema)._writeMessage(Message.from(schema))
  }
}

/** What an Arrow file is made of: `batches` hold the data of each column, `metadata` is the schema's. */
export interface ArrowContents {
  readonly fields: ReadonlyArray<Field>
  readonly metadata: Readonly<Record<string, string>>
  readonly batches: ReadonlyArray<ReadonlyArray<Data>>
}

/**
 * Writes an Arrow IPC file with a footer, buffer by buffer: the columns' bytes are not copied.
 *
 * @errors FileUnwritable
 */
export const writeArrowFile = Effect.fnUntraced(function* (
  file: string,
  { fields, metadata, batches }: ArrowContents
): Effect.fn.Return<void, IngestError, FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  const schema = new Schema<TypeMap>([...fields], new Map(Object.entries(metadata)))
  const type = new Struct<TypeMap>(schema.fields)
  const writer = new FileWriter()
  // Opens the file, which is then whole even without a batch.
  writer.reset(undefined, schema)
  for (const children of batches) {
    const length = children[0]?.length ?? 0
    writer.write(new RecordBatch(schema, makeData({ type, length, nullCount: 0, children: [...children] })))
  }
  writer.finish()
  yield* Stream.fromAsyncIterable(writer, (cause) => cause).pipe(
    Stream.orDie,
    Stream.run(fs.sink(file)),
    Effect.mapError((error) =>
      fileError(
        "FileUnwritable",
        file,
        `${error.reason._tag}, the file cannot be written; free space or permit writing.`
      )
    )
  )
})
