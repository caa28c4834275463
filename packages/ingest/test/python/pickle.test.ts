import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { readPickle } from "../../src/python/pickle.ts"
import { PickleFault } from "../../src/python/pickleFault.ts"
import { FileRange, type NdArray, type PickleValue, Tuple } from "../../src/python/pickleValue.ts"
import { mutate, randomFrom } from "../mutate.ts"

const pickles = [0, 1, 2, 3, 4, 5].map((protocol) =>
  Uint8Array.from(readFileSync(new URL(`../golden/pickles/protocol${protocol}.pkl`, import.meta.url)))
)

/** Reads a pickle that is in memory. */
const read = (bytes: Uint8Array): PickleValue => {
  const reading = readPickle(bytes.length)
  let step = reading.next()
  while (!step.done) {
    const { length, offset } = step.value
    assert.isTrue(length >= 0 && offset + length <= bytes.length, "asks for bytes that the file does not have")
    step = reading.next(bytes.slice(offset, offset + length))
  }
  return step.value
}

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"))

/** What reading fails with, if it does; anything but a `PickleFault` is a defect. */
const faultOf = (input: Uint8Array): PickleFault | undefined => {
  try {
    read(input)
  } catch (fault) {
    assert.instanceOf(fault, PickleFault)
    return fault as PickleFault
  }
  return undefined
}

describe("readPickle", () => {
  it.each([0, 1, 2, 3, 4, 5])("reads what Python wrote in protocol %d", (protocol) => {
    const dict = read(pickles[protocol]!)
    assert.instanceOf(dict, Map)
    const data = (dict as Map<string, PickleValue>).get("data") as NdArray
    assert.deepStrictEqual([data.shape, data.dtype.code, data.fortran], [[2, 3072], "u1", false])
    assert.deepStrictEqual(
      data.data,
      Uint8Array.from({ length: 6144 }, (_, index) => (index * 7) % 256)
    )
    const get = (key: string) => (dict as Map<string, PickleValue>).get(key)
    assert.deepStrictEqual(get("labels"), [3, 9])
    assert.deepStrictEqual([(get("coarse_labels") as Array<unknown>).map(Number)], [[19, 0]])
    assert.deepStrictEqual((get("fine_labels") as NdArray).dtype.code, "i8")
    assert.deepStrictEqual(get("filenames"), ["a.png", "ä.png"])
    assert.strictEqual(get("mean"), 0.5)
    assert.deepStrictEqual(get("more"), new Tuple([null, true, -70000, 2 ** 40, bytes("\x00'\xff")]))
  })

  it("leaves long strings of bytes where they are", () => {
    const long = new Uint8Array(2 ** 17 + 8)
    long.set([0x5d, 0x42, 0, 0, 2, 0])
    long.set(bytes("a."), long.length - 2)
    assert.deepStrictEqual(read(long), [new FileRange(6, 2 ** 17)])
  })

  it.each([
    { what: "a function of the system", text: "cos\nsystem\n(S'true'\ntR.", message: /it names os\.system/ },
    {
      what: "a function of the system, by the stack",
      text: "\x80\x04\x8c\x02os\x8c\x06system\x93.",
      message: /os\.system/
    },
    { what: "an evaluation", text: "c__builtin__\neval\n(S'1'\ntR.", message: /__builtin__\.eval/ },
    { what: "a name of every object", text: "cnumpy\n__proto__\n.", message: /numpy\.__proto__/ },
    { what: "an instance", text: "(ios\nsystem\n.", message: /opcode 0x69/ },
    { what: "an object", text: "(cnumpy\nndarray\no.", message: /opcode 0x6f/ },
    { what: "a new object", text: "\x80\x02cnumpy\nndarray\n)\x81.", message: /opcode 0x81/ },
    { what: "a persistent object", text: "P1\n.", message: /opcode 0x50/ },
    { what: "an extension", text: "\x82\x01.", message: /opcode 0x82/ },
    { what: "an array of objects", text: "cnumpy\ndtype\n(S'O8'\nI0\nI1\ntR.", message: /something else than numbers/ },
    {
      what: "an array of another class",
      text: "cnumpy.core.multiarray\n_reconstruct\n(NtR.",
      message: /a class of its own/
    },
    { what: "a call of a value", text: "I1\n)R.", message: /no known name/ },
    { what: "a state for a list", text: "]Nb.", message: /state of something else/ },
    { what: "a later protocol", text: "\x80\x06.", message: /pickle protocol 6/ },
    { what: "a number of a thousand bytes", text: `\x8b\xe8\x03\x00\x00${"1".repeat(1000)}.`, message: /1000 bytes/ },
    { what: "a key that is no text", text: "}I1\nI2\ns.", message: /no text/ }
  ])("refuses $what", ({ message, text }) => {
    const fault = faultOf(bytes(text))
    assert.strictEqual(fault?.reason, "PickleRefused")
    assert.match(fault!.message, message)
  })

  it("refuses a memo, a list and texts without end", () => {
    const memo = new Uint8Array(2 ** 20 + 10).fill(0x94)
    memo.set([0x4e])
    assert.match(String(faultOf(memo)), /more than 1048576 values in its memo/)
    const list = new Uint8Array(2 ** 24 + 10).fill(0x4e)
    assert.match(String(faultOf(list)), /more than 16777216 values/)
    // One text of 1 MiB, encoded again and again in a few bytes.
    const text = bytes(`X\x00\x00\x10\x00${"a".repeat(2 ** 20)}q\x000`)
    const again = bytes("c_codecs\nencode\nh\x00X\x06\x00\x00\x00latin1\x86R".repeat(200))
    assert.match(String(faultOf(Uint8Array.from([...text, ...again]))), /more than 134217728 bytes/)
  })

  it("reads or refuses 10,000 changed pickles", () => {
    const random = randomFrom(1)
    let refused = 0
    for (let run = 0; run < 10_000; run++) {
      if (faultOf(mutate(pickles[run % pickles.length]!, random)) !== undefined) refused++
    }
    assert.isAbove(refused, 1000)
  })
})
