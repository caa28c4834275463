import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import { ByteSize, Effect, FileSystem, Layer, Schema, Stream } from "effect"
import { openSplit } from "../src/arrow/openSplit.ts"

/** The real file system. */
export const platform = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)

/** A file system of files by their names. */
export const filesOf = (bytesOf: (name: string) => Uint8Array) =>
  FileSystem.layerNoop({
    open: (name) => {
      const bytes = bytesOf(name)
      return Effect.succeed({
        stat: Effect.succeed({ size: ByteSize.bytes(bytes.length) }),
        read: (buffer: Uint8Array, { position }: { readonly position: bigint }) =>
          Effect.sync(() => {
            const part = bytes.subarray(Number(position), Number(position) + buffer.length)
            buffer.set(part)
            return part.length
          })
        // The rest is not used.
      } as unknown as FileSystem.File)
    }
  })

/** A file system in which every file has these bytes. */
export const fileOf = (bytes: Uint8Array) => filesOf(() => bytes)

/** Bytes as lists of whole numbers, which shrink well. */
export const Bytes = Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 255 })))

/** An IDX file. */
export const idx = (dimensions: ReadonlyArray<number>, values: Iterable<number>): Uint8Array => {
  const header = new DataView(new ArrayBuffer(4 + 4 * dimensions.length))
  header.setUint8(2, 8)
  header.setUint8(3, dimensions.length)
  for (const [index, size] of dimensions.entries()) header.setUint32(4 + 4 * index, size)
  return Uint8Array.from([...new Uint8Array(header.buffer), ...values])
}

/** Whole numbers from 0 up to a count. */
export const range = (count: number) => Array.from({ length: count }, (_, index) => index)

/** Opens a split and reads all of it. */
export const readSplit = Effect.fnUntraced(function* (file: string) {
  const split = yield* openSplit(file)
  return { ...split, shards: yield* Stream.runCollect(split.shards) }
})
