import { PickleFault } from "./pickleFault.ts"
import { FileRange } from "./pickleValue.ts"

/** A wish for bytes of the file; what is sent back are so many, or those up to its end. */
export interface ByteRequest {
  readonly offset: number
  readonly length: number
}

/** A step of reading: asks for bytes, and gives a value in the end. */
export type Reading<A> = Generator<ByteRequest, A, Uint8Array>

/** What is read at once. */
const windowBytes = 2 ** 16
/** Longer byte strings stay in the file. */
const inlineBytes = 2 ** 16
/** All texts and byte strings that are read into memory. */
const mostBytes = 2 ** 27

/** Reads a file through a window, from its start to its end. */
export class PickleInput {
  readonly size: number
  #base = 0
  #window = new Uint8Array(0)
  #held = 0
  /** The next byte to be read. */
  at = 0

  constructor(size: number) {
    this.size = size
  }

  /** Counts bytes that are about to be held in memory. @throws PickleFault if there are too many */
  hold(length: number): void {
    this.#held += length
    if (this.#held > mostBytes) {
      throw new PickleFault(
        "PickleRefused",
        this.at,
        `more than ${mostBytes} bytes of texts in one file; write it again with pickle protocol 3 or later, or as .npz`
      )
    }
  }

  /** Moves over bytes; a view of them. */
  *take(length: number): Reading<Uint8Array> {
    if (length > this.size - this.at) {
      throw new PickleFault(
        "PickleDamaged",
        this.at,
        `${length} bytes should follow, but the file ends at ${this.size}`
      )
    }
    if (this.at + length > this.#base + this.#window.length) {
      const wanted = Math.min(Math.max(length, windowBytes), this.size - this.at)
      this.#window = (yield { offset: this.at, length: wanted }) as Uint8Array<ArrayBuffer>
      this.#base = this.at
    }
    const start = this.at - this.#base
    this.at += length
    return this.#window.subarray(start, start + length)
  }

  *byte(): Reading<number> {
    const inWindow = this.at - this.#base
    if (inWindow < this.#window.length) {
      this.at++
      return this.#window[inWindow]!
    }
    return (yield* this.take(1))[0]!
  }

  /** An unsigned little-endian number of so many bytes. */
  *unsigned(length: 1 | 2 | 4 | 8): Reading<number> {
    const bytes = yield* this.take(length)
    return bytes.reduceRight((sum, byte) => sum * 256 + byte, 0)
  }

  /** A byte string: in memory if it is short, else where it lies. */
  *bytes(length: number): Reading<Uint8Array | FileRange> {
    if (length <= inlineBytes) return this.#copy(yield* this.take(length))
    const offset = this.at
    if (length > this.size - offset) {
      throw new PickleFault("PickleDamaged", offset, `${length} bytes should follow, but the file ends at ${this.size}`)
    }
    this.at += length
    return new FileRange(offset, length)
  }

  /** A text of so many bytes, in UTF-8. */
  *text(length: number): Reading<string> {
    this.hold(length)
    return new TextDecoder().decode(yield* this.take(length))
  }

  /** The bytes up to the end of the line, which is moved over. */
  *line(): Reading<Uint8Array> {
    const start = this.at
    const near = this.#window.indexOf(0x0a, start - this.#base)
    if (near >= 0) {
      this.at = this.#base + near + 1
      return this.#copy(this.#window.subarray(start - this.#base, near))
    }
    let length = windowBytes
    for (;;) {
      const reach = Math.min(length, this.size - start)
      this.at = start
      const bytes = yield* this.take(reach)
      const end = bytes.indexOf(0x0a)
      if (end >= 0) {
        this.at = start + end + 1
        this.hold(end)
        return bytes.slice(0, end)
      }
      if (reach < length) throw new PickleFault("PickleDamaged", start, "this line does not end")
      if (length > mostBytes) this.hold(length)
      length *= 4
    }
  }

  /** A copy, so that a short string does not keep a window alive. */
  #copy(bytes: Uint8Array): Uint8Array {
    this.hold(bytes.length)
    return bytes.slice()
  }
}
