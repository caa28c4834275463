import { call, globalNamed, setState } from "./pickleCalls.ts"
import { damaged, refused } from "./pickleFault.ts"
import { PickleInput, type Reading } from "./pickleInput.ts"
import { append, PickleMachine, setItems } from "./pickleMachine.ts"
import { parseFloatLine, parseIntegerLine, unescapeBytes, unescapeText } from "./pickleText.ts"
import { FileRange, type PickleDict, type PickleValue, Tuple } from "./pickleValue.ts"

/** A whole number of so many bytes, two's complement; a bigint only where a number is not exact. */
function* long(input: PickleInput, length: number, byte: number): Reading<number | bigint> {
  if (length > 8) return refused(byte, `a whole number of ${length} bytes`)
  const bytes = yield* input.take(length)
  const value = BigInt.asIntN(
    8 * length,
    bytes.reduceRight((sum, digit) => (sum << 8n) | BigInt(digit), 0n)
  )
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const stackGlobal = (machine: PickleMachine, byte: number): PickleValue => {
  const name = machine.pop(byte)
  const module = machine.pop(byte)
  if (typeof name !== "string" || typeof module !== "string") return damaged(byte, "a module's name is no text")
  return globalNamed(module, name, byte)
}

function* globalLine(input: PickleInput, byte: number): Reading<PickleValue> {
  const module = Buffer.from(yield* input.line()).toString("latin1")
  const name = Buffer.from(yield* input.line()).toString("latin1")
  return globalNamed(module, name, byte)
}

/** Opcodes that push one value which they read themselves. */
function* literal(
  opcode: number,
  input: PickleInput,
  machine: PickleMachine,
  byte: number
): Reading<PickleValue | undefined> {
  switch (opcode) {
    case 0x4e: // NONE
      return null
    case 0x88: // NEWTRUE
      return true
    case 0x89: // NEWFALSE
      return false
    case 0x49: // INT
    case 0x4c: // LONG
      return parseIntegerLine(yield* input.line(), byte)
    case 0x4a: // BININT
      return viewOf(yield* input.take(4)).getInt32(0, true)
    case 0x4b: // BININT1
      return yield* input.byte()
    case 0x4d: // BININT2
      return yield* input.unsigned(2)
    case 0x8a: // LONG1
      return yield* long(input, yield* input.byte(), byte)
    case 0x8b: // LONG4
      return yield* long(input, yield* input.unsigned(4), byte)
    case 0x46: // FLOAT
      return parseFloatLine(yield* input.line(), byte)
    case 0x47: // BINFLOAT
      return viewOf(yield* input.take(8)).getFloat64(0)
    case 0x53: // STRING
      return unescapeBytes(yield* input.line(), byte)
    case 0x55: // SHORT_BINSTRING
    case 0x43: // SHORT_BINBYTES
      return yield* input.bytes(yield* input.byte())
    case 0x54: // BINSTRING
    case 0x42: // BINBYTES
      return yield* input.bytes(yield* input.unsigned(4))
    case 0x8e: // BINBYTES8
    case 0x96: // BYTEARRAY8
      return yield* input.bytes(yield* input.unsigned(8))
    case 0x56: // UNICODE
      return unescapeText(yield* input.line(), byte)
    case 0x8c: // SHORT_BINUNICODE
      return yield* input.text(yield* input.byte())
    case 0x58: // BINUNICODE
      return yield* input.text(yield* input.unsigned(4))
    case 0x8d: // BINUNICODE8
      return yield* input.text(yield* input.unsigned(8))
    case 0x5d: // EMPTY_LIST
      return []
    case 0x29: // EMPTY_TUPLE
      return new Tuple([])
    case 0x7d: // EMPTY_DICT
      return new Map()
    case 0x63: // GLOBAL
      return yield* globalLine(input, byte)
    case 0x93: // STACK_GLOBAL
      return stackGlobal(machine, byte)
  }
  return undefined
}

/** Opcodes that make a value of those on the stack, or change one. */
function* compose(opcode: number, input: PickleInput, machine: PickleMachine, byte: number): Reading<void> {
  switch (opcode) {
    case 0x80: {
      // PROTO
      const protocol = yield* input.byte()
      if (protocol > 5) refused(byte, `pickle protocol ${protocol}; write it with protocol 5 or lower`)
      return
    }
    case 0x95: // FRAME: its length is of use to those who read ahead
      yield* input.take(8)
      return
    case 0x28: // MARK
      return machine.mark(byte)
    case 0x30: // POP
      machine.pop(byte)
      return
    case 0x31: // POP_MARK
      machine.popMark(byte)
      return
    case 0x32: // DUP
      return machine.push(machine.top(byte), byte)
    case 0x6c: // LIST
      return machine.push(machine.popMark(byte), byte)
    case 0x61: {
      // APPEND
      const item = machine.pop(byte)
      return append(machine.top(byte), [item], byte)
    }
    case 0x65: {
      // APPENDS
      const items = machine.popMark(byte)
      return append(machine.top(byte), items, byte)
    }
    case 0x74: // TUPLE
      return machine.push(new Tuple(machine.popMark(byte)), byte)
    case 0x85: // TUPLE1
    case 0x86: // TUPLE2
    case 0x87: {
      // TUPLE3
      const items = Array.from({ length: opcode - 0x84 }, () => machine.pop(byte)).reverse()
      return machine.push(new Tuple(items), byte)
    }
    case 0x64: {
      // DICT
      const dict: PickleDict = new Map()
      setItems(dict, machine.popMark(byte), byte)
      return machine.push(dict, byte)
    }
    case 0x73: {
      // SETITEM
      const value = machine.pop(byte)
      const key = machine.pop(byte)
      return setItems(machine.top(byte), [key, value], byte)
    }
    case 0x75: {
      // SETITEMS
      const items = machine.popMark(byte)
      return setItems(machine.top(byte), items, byte)
    }
    case 0x70: // PUT
      return machine.remember(Number(parseIntegerLine(yield* input.line(), byte)), byte)
    case 0x71: // BINPUT
      return machine.remember(yield* input.byte(), byte)
    case 0x72: // LONG_BINPUT
      return machine.remember(yield* input.unsigned(4), byte)
    case 0x94: // MEMOIZE
      return machine.memoize(byte)
    case 0x67: // GET
      return machine.recall(Number(parseIntegerLine(yield* input.line(), byte)), byte)
    case 0x68: // BINGET
      return machine.recall(yield* input.byte(), byte)
    case 0x6a: // LONG_BINGET
      return machine.recall(yield* input.unsigned(4), byte)
    case 0x52: {
      // REDUCE
      const args = machine.pop(byte)
      return machine.push(call(machine.pop(byte), args, input, byte), byte)
    }
    case 0x62: {
      // BUILD
      const state = machine.pop(byte)
      return setState(machine.top(byte), state, byte)
    }
  }
  const name = opcode.toString(16).padStart(2, "0")
  refused(byte, `pickle opcode 0x${name}; only lists, dictionaries, tuples, texts, numbers and arrays are read`)
}

/**
 * Reads one Python pickle of protocols 0 to 5, and runs nothing: it builds lists, dictionaries, tuples, texts, numbers,
 * bytes and numpy arrays of numbers, by the few names of `globalNamed`, and refuses everything else. Byte strings above
 * 64 KiB are not read but returned as a `FileRange`, so that a file of any size is read in little memory.
 *
 * Format: Python's Lib/pickletools.py. A generator that asks for bytes, so that the caller chooses where they come from.
 *
 * @param size of the file
 * @throws PickleFault
 */
export function* readPickle(size: number): Reading<PickleValue> {
  const input = new PickleInput(size)
  const machine = new PickleMachine()
  for (;;) {
    const byte = input.at
    const opcode = yield* input.byte()
    if (opcode === 0x2e) {
      // STOP
      const value = machine.pop(byte)
      if (value instanceof FileRange) return refused(byte, "one string of bytes and nothing else")
      return value
    }
    const value = yield* literal(opcode, input, machine, byte)
    if (value === undefined) yield* compose(opcode, input, machine, byte)
    else machine.push(value, byte)
  }
}
