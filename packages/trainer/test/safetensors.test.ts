import { describe, expect, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import fc from "fast-check"
import { decodeSafetensors, encodeSafetensors, type Weights } from "../src/safetensors.ts"
import { TrainerError } from "../src/trainerError.ts"
import { goldenFile } from "./golden.ts"

const file = "weights.safetensors"

const decode = (bytes: Uint8Array) => Effect.runSync(Effect.result(decodeSafetensors(bytes, file)))

const decoded = (bytes: Uint8Array) => Result.getOrThrow(decode(bytes))

/** The message of the error that bytes must give. */
const refusal = (bytes: Uint8Array): string => {
  const result = decode(bytes)
  if (Result.isSuccess(result)) throw new Error("these bytes were taken for weights")
  expect(result.failure).toBeInstanceOf(TrainerError)
  expect(result.failure.reason).toBe("WeightsInvalid")
  expect(result.failure.message).not.toContain("\n")
  expect(result.failure.message.startsWith(`${file}: `)).toBe(true)
  return result.failure.message
}

/** A file of a header and a body as they are given. */
const fileOf = (header: unknown, body: Uint8Array = new Uint8Array(0)): Uint8Array => {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header))
  const bytes = new Uint8Array(8 + text.length + body.length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true)
  bytes.set(text, 8)
  bytes.set(body, 8 + text.length)
  return bytes
}

const entry = (shape: unknown, offsets: unknown, dtype: unknown = "F32") => ({ dtype, shape, data_offsets: offsets })

const small = encodeSafetensors(
  new Map<string, Weights>([
    ["a.kernel", { shape: [2, 2], data: Float32Array.of(1, -2, 0.5, 3) }],
    ["b", { shape: [], data: Float32Array.of(7) }]
  ])
)

const weights = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }).chain((shape) => {
  const size = shape.reduce((a, b) => a * b, 1)
  return fc
    .array(fc.float(), { minLength: size, maxLength: size })
    .map((values): Weights => ({ shape, data: Float32Array.from(values) }))
})
const tensors = fc
  .uniqueArray(fc.tuple(fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "1", "0")), weights), {
    selector: ([name]) => name,
    maxLength: 5
  })
  .map((entries) => new Map(entries))

describe("safetensors", () => {
  it("gives back every tensor that was written", () => {
    fc.assert(
      fc.property(tensors, fc.dictionary(fc.string(), fc.string()), (written, metadata) => {
        expect(decoded(encodeSafetensors(written, metadata))).toEqual(written)
      })
    )
  })

  it("keeps the bits of zeros, subnormals, infinities and NaN", () => {
    const data = Float32Array.of(-0, 1e-45, Number.POSITIVE_INFINITY, Number.NaN, 3.4028234663852886e38)
    const read = decoded(encodeSafetensors(new Map([["x", { shape: [5], data }]]))).get("x")!
    expect(new Uint32Array(read.data.buffer)).toEqual(new Uint32Array(data.buffer))
  })

  it("writes a view of a larger buffer, and reads bytes at any offset", () => {
    const data = Float32Array.of(9, 1, 2, 9).subarray(1, 3)
    const bytes = encodeSafetensors(new Map([["x", { shape: [2], data }]]))
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    expect(decoded(shifted.subarray(3)).get("x")!.data).toEqual(Float32Array.of(1, 2))
  })

  it("aligns the body to 8 bytes, as the format's own writer does", () => {
    const header = Number(new DataView(small.buffer).getBigUint64(0, true))
    expect(header % 8).toBe(0)
    expect(small.length).toBe(8 + header + 20)
  })

  it("reads the file of the Python package", () => {
    const read = decoded(goldenFile("numpy.safetensors"))
    expect(read).toEqual(
      new Map<string, Weights>([
        ["kernel", { shape: [2, 3, 4], data: Float32Array.from({ length: 24 }, (_, i) => i / 8 - 1) }],
        ["scalar", { shape: [], data: Float32Array.of(0.5) }],
        ["nothing", { shape: [0, 3], data: new Float32Array(0) }],
        ["größe", { shape: [3], data: Float32Array.of(Number.POSITIVE_INFINITY, -0, 1e-45) }]
      ])
    )
  })

  it("refuses the Python package's tensors of another type", () => {
    expect(refusal(goldenFile("half.safetensors"))).toBe(
      `${file}: tensor "half": its type is "F16", only F32 is read; the file is damaged or not safetensors, write it again.`
    )
  })

  it("leaves out what it is told to, whatever its type, and still accounts for its bytes", () => {
    const header = { step: entry([], [0, 8], "I64"), x: entry([1], [8, 12]) }
    const read = (bytes: Uint8Array) =>
      Effect.runSync(Effect.result(decodeSafetensors(bytes, file, (name) => name === "step")))
    const body = new Uint8Array(Float32Array.of(0, 0, 7).buffer)
    expect(Result.getOrThrow(read(fileOf(header, body)))).toEqual(
      new Map([["x", { shape: [1], data: Float32Array.of(7) }]])
    )
    expect(Result.isFailure(read(fileOf({ ...header, step: entry([], [0, 4], "I64") }, body)))).toBe(true)
  })

  it("refuses every truncation", () => {
    for (let length = 0; length < small.length; length++) refusal(small.slice(0, length))
  })

  it("refuses every extension", () => {
    for (const more of [1, 4, 8, 1000]) {
      const bytes = new Uint8Array(small.length + more)
      bytes.set(small)
      expect(refusal(bytes)).toContain(`${more} bytes belong to no tensor`)
    }
  })

  it("refuses a changed byte, or reads a whole file of other names or numbers", () => {
    fc.assert(
      fc.property(fc.nat(small.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = small.slice()
        bytes[at]! ^= change
        const result = decode(bytes)
        if (Result.isFailure(result)) return void refusal(bytes)
        // No element is lost or read twice, whatever a name or a shape has become.
        const sizes = [...result.success.values()].map(({ data, shape }) => {
          expect(data.length).toBe(shape.reduce((a, b) => a * b, 1))
          return data.length
        })
        expect(sizes.reduce((a, b) => a + b, 0)).toBe(5)
      }),
      { numRuns: 2000 }
    )
  })

  it("refuses random bytes, whatever length of a header they state", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        refusal(bytes)
      })
    )
  })

  it.each([0n, 1n, 7n, 8n, 200n, 100_000_001n, 2n ** 31n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n])(
    "refuses a header of %d bytes that is not there",
    (length) => {
      const bytes = small.slice()
      new DataView(bytes.buffer).setBigUint64(0, length, true)
      refusal(bytes)
    }
  )

  it.each([
    ["not JSON", "{", undefined, "byte 8: the header is not JSON"],
    ["an array", [], undefined, "byte 8: the header is not an object"],
    ["null", null, undefined, "byte 8: the header is not an object"],
    ["an entry that is no object", { x: 1 }, undefined, 'tensor "x": its entry is not an object'],
    ["no type", { x: { shape: [], data_offsets: [0, 4] } }, 4, 'tensor "x": its type is undefined'],
    ["a negative size", { x: entry([-1], [0, 4]) }, 4, 'tensor "x": its shape or offsets are not whole numbers'],
    ["a broken size", { x: entry([0.5], [0, 2]) }, 2, 'tensor "x": its shape or offsets are not whole numbers'],
    ["three offsets", { x: entry([1], [0, 4, 8]) }, 8, 'tensor "x": its shape or offsets are not whole numbers'],
    ["offsets turned round", { x: entry([1], [4, 0]) }, 4, 'tensor "x": offsets 4 to 0 do not hold 1 elements'],
    ["offsets past the end", { x: entry([2], [0, 8]) }, 4, 'tensor "x": offsets 0 to 8 do not hold 2 elements'],
    ["a huge shape", { x: entry([2 ** 52, 2 ** 52], [0, 4]) }, 4, 'tensor "x": offsets 0 to 4 do not hold'],
    ["a gap", { x: entry([1], [4, 8]) }, 8, "a tensor begins at offset 4, not 0"],
    ["an overlap", { x: entry([2], [0, 8]), y: entry([1], [4, 8]) }, 8, "a tensor begins at offset 4, not 8"],
    ["a tensor twice", { x: entry([1], [0, 4]), y: entry([1], [0, 4]) }, 4, "a tensor begins at offset 0, not 4"]
  ])("refuses %s", (_, header, body, expected) => {
    expect(refusal(fileOf(header, new Uint8Array(body ?? 0)))).toContain(expected)
  })

  it("reads tensors in any order of their offsets, and a file without any", () => {
    const body = new Uint8Array(Float32Array.of(1, 2, 3).buffer)
    const read = decoded(
      fileOf({ last: entry([1], [8, 12]), none: entry([0], [8, 8]), first: entry([2], [0, 8]) }, body)
    )
    expect(read.get("last")!.data).toEqual(Float32Array.of(3))
    expect(read.get("first")!.data).toEqual(Float32Array.of(1, 2))
    expect(decoded(fileOf({ __metadata__: { made: "here" } })).size).toBe(0)
  })
})
