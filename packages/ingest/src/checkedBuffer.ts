import { ByteBuffer } from "flatbuffers"
import type { IngestReason } from "./ingestError.ts"

/** What is wrong with an Arrow file and at which byte; thrown while parsing, turned into an `IngestError` at the rim. */
export class ArrowFault extends RangeError {
  readonly reason: Extract<IngestReason, "ArrowDamaged" | "ArrowUnexpected">
  readonly byte: number

  constructor(reason: ArrowFault["reason"], byte: number, what: string) {
    super(what)
    this.reason = reason
    this.byte = byte
  }
}

/**
 * A flatbuffer whose every read is inside its bytes.
 *
 * The reader that flatc generates trusts its input: a damaged offset reads undefined as 0, a damaged length makes a
 * loop of two billion turns. Here either is an `ArrowFault`.
 */
export class CheckedBuffer extends ByteBuffer {
  private readonly start: number

  /** @param start where in the file the bytes begin, for errors */
  constructor(bytes: Uint8Array, start: number) {
    super(bytes)
    this.start = start
  }

  private check(offset: number, size: number): void {
    if (offset >= 0 && size >= 0 && offset + size <= this.capacity()) return
    throw new ArrowFault("ArrowDamaged", this.start, "its Arrow metadata points outside itself")
  }

  // The other fixed-width reads are made of these three.
  override readUint8(offset: number): number {
    this.check(offset, 1)
    return super.readUint8(offset)
  }

  override readUint16(offset: number): number {
    this.check(offset, 2)
    return super.readUint16(offset)
  }

  override readInt32(offset: number): number {
    this.check(offset, 4)
    return super.readInt32(offset)
  }

  override __string(offset: number): string {
    const at = offset + this.readInt32(offset)
    this.check(at + 4, this.readInt32(at))
    return super.__string(offset) as string
  }

  override __vector_len(offset: number): number {
    const length = super.__vector_len(offset)
    this.check(super.__vector(offset), length)
    return length
  }
}
