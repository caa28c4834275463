import { damaged, PickleFault, refused } from "./pickleFault.ts"
import type { PickleValue } from "./pickleValue.ts"

/** Values on the stack and in lists and dictionaries. */
const mostValues = 2 ** 24
/** Entries of the memo. */
const mostMemo = 2 ** 20

/** A dictionary's key: a text, which Python 2 wrote as bytes. */
const keyOf = (value: PickleValue, byte: number): string => {
  if (typeof value === "string") return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString("latin1")
  return refused(byte, "a dictionary has a key that is no text")
}

/** The stack, of which a mark sets the present part aside, and the memo. */
export class PickleMachine {
  readonly #memo = new Map<number, PickleValue>()
  readonly #marks: Array<Array<PickleValue>> = []
  stack: Array<PickleValue> = []
  #values = 0

  push(value: PickleValue, byte: number): void {
    if (++this.#values > mostValues) refused(byte, `more than ${mostValues} values`)
    this.stack.push(value)
  }

  pop(byte: number): PickleValue {
    if (this.stack.length === 0) damaged(byte, "this takes a value where there is none")
    return this.stack.pop()!
  }

  top(byte: number): PickleValue {
    if (this.stack.length === 0) damaged(byte, "this needs a value where there is none")
    return this.stack.at(-1)!
  }

  mark(byte: number): void {
    if (++this.#values > mostValues) refused(byte, `more than ${mostValues} values`)
    this.#marks.push(this.stack)
    this.stack = []
  }

  /** What was pushed since the last mark. */
  popMark(byte: number): Array<PickleValue> {
    const before = this.#marks.pop()
    if (before === undefined) return damaged(byte, "this needs a mark where there is none")
    const items = this.stack
    this.stack = before
    return items
  }

  remember(index: number, byte: number): void {
    if (this.#memo.size >= mostMemo) refused(byte, `more than ${mostMemo} values in its memo`)
    this.#memo.set(index, this.top(byte))
  }

  memoize(byte: number): void {
    this.remember(this.#memo.size, byte)
  }

  recall(index: number, byte: number): void {
    const value = this.#memo.get(index)
    if (value === undefined) damaged(byte, `its memo has no entry ${index}`)
    this.push(value!, byte)
  }
}

/** Adds to a list. @throws PickleFault if it is none */
export const append = (list: PickleValue, items: ReadonlyArray<PickleValue>, byte: number): void => {
  if (!Array.isArray(list)) throw new PickleFault("PickleDamaged", byte, "this appends to what is no list")
  for (const item of items) list.push(item)
}

/** Sets entries of a dictionary: keys and values in turn. @throws PickleFault if it is none */
export const setItems = (dict: PickleValue, items: ReadonlyArray<PickleValue>, byte: number): void => {
  if (!(dict instanceof Map))
    throw new PickleFault("PickleDamaged", byte, "this sets an entry of what is no dictionary")
  if (items.length % 2 !== 0) damaged(byte, "a dictionary has a key without a value")
  for (let index = 0; index < items.length; index += 2) dict.set(keyOf(items[index]!, byte), items[index + 1]!)
}
