import { PickleFault, refused } from "./pickleFault.ts"
import type { PickleInput } from "./pickleInput.ts"
import { Dtype, FileRange, Global, type GlobalName, NdArray, type PickleValue, Tuple } from "./pickleValue.ts"

/** What numpy 1 and 2, and Python 2 and 3, write for arrays, numbers and bytes. Nothing else is ever called. */
const known: Readonly<Record<string, GlobalName>> = {
  "numpy.core.multiarray _reconstruct": "reconstruct",
  "numpy._core.multiarray _reconstruct": "reconstruct",
  "numpy.core.multiarray scalar": "scalar",
  "numpy._core.multiarray scalar": "scalar",
  "numpy.core.numeric _frombuffer": "frombuffer",
  "numpy._core.numeric _frombuffer": "frombuffer",
  "numpy ndarray": "ndarray",
  "numpy dtype": "dtype",
  "_codecs encode": "encode",
  "__builtin__ bytes": "bytes",
  "builtins bytes": "bytes"
}

/** @throws PickleFault where the name is not one of the few that are known */
export const globalNamed = (module: string, name: string, byte: number): Global => {
  const found = Object.hasOwn(known, `${module} ${name}`) ? known[`${module} ${name}`] : undefined
  if (found !== undefined) return new Global(found)
  const said = `${module}.${name}`.replaceAll(/[^\w.]/g, "?").slice(0, 80)
  return refused(byte, `it names ${said}, which is not built; only numpy arrays of numbers are`)
}

/** Types of numbers, by kind and bytes. */
const dtypes = new Set(["b1", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"])

const text = (value: PickleValue | undefined): string | undefined =>
  value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : typeof value === "string" ? value : undefined

const dtypeOf = (value: PickleValue | undefined, byte: number): Dtype => {
  const code = text(value)
  if (code === undefined || !dtypes.has(code)) {
    return refused(byte, "an array of something else than numbers of 1, 2, 4 or 8 bytes")
  }
  return new Dtype(code)
}

const shapeOf = (value: PickleValue | undefined, byte: number): ReadonlyArray<number> => {
  const shape = value instanceof Tuple ? value.items : [Number.NaN]
  const plain = shape.length <= 32 && shape.every((size) => Number.isSafeInteger(size) && (size as number) >= 0)
  if (!plain) refused(byte, "an array whose shape is no list of sizes")
  return shape as ReadonlyArray<number>
}

/** Fills an array in, if its bytes are as many as its shape says. */
const fill = (
  array: NdArray,
  parts: { readonly shape: PickleValue | undefined; readonly dtype: PickleValue | undefined },
  fortran: boolean,
  data: PickleValue | undefined,
  byte: number
): NdArray => {
  const shape = shapeOf(parts.shape, byte)
  if (!(parts.dtype instanceof Dtype)) return refused(byte, "an array without a type")
  if (!(data instanceof Uint8Array || data instanceof FileRange))
    return refused(byte, "an array whose values are no bytes")
  const expected = shape.reduce((product, size) => product * size, parts.dtype.size)
  if (data.length !== expected) {
    throw new PickleFault(
      "PickleDamaged",
      byte,
      `an array of ${shape.join("x")} has ${data.length} bytes, not ${expected}`
    )
  }
  return Object.assign(array, { shape, dtype: parts.dtype, fortran, data })
}

const scalar = (dtype: PickleValue | undefined, data: PickleValue | undefined, byte: number): number | bigint => {
  if (!(dtype instanceof Dtype && data instanceof Uint8Array && data.length === dtype.size)) {
    return refused(byte, "a number whose bytes are not those of its type")
  }
  return numbersOf(dtype, data)[0]!
}

/** The numbers of an array, from its bytes. */
export const numbersOf = ({ bigEndian, code, size }: Dtype, bytes: Uint8Array): ReadonlyArray<number | bigint> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = !bigEndian
  const read: Readonly<Record<string, (at: number) => number | bigint>> = {
    b1: (at) => view.getUint8(at),
    i1: (at) => view.getInt8(at),
    u1: (at) => view.getUint8(at),
    i2: (at) => view.getInt16(at, little),
    u2: (at) => view.getUint16(at, little),
    i4: (at) => view.getInt32(at, little),
    u4: (at) => view.getUint32(at, little),
    i8: (at) => view.getBigInt64(at, little),
    u8: (at) => view.getBigUint64(at, little),
    f4: (at) => view.getFloat32(at, little),
    f8: (at) => view.getFloat64(at, little)
  }
  return Array.from({ length: bytes.length / size }, (_, index) => read[code]!(index * size))
}

/** What a known name gives for its arguments. @throws PickleFault for any other call */
export const call = (callee: PickleValue, args: PickleValue, input: PickleInput, byte: number): PickleValue => {
  if (!(callee instanceof Global && args instanceof Tuple)) return refused(byte, "it calls what is no known name")
  const { items } = args
  switch (callee.builds) {
    case "reconstruct":
      // The type, a shape and a type code of what BUILD replaces.
      return items[0] instanceof Global && items[0].builds === "ndarray"
        ? new NdArray()
        : refused(byte, "an array of a class of its own")
    case "frombuffer":
      return fill(new NdArray(), { shape: items[2], dtype: items[1] }, text(items[3]) === "F", items[0], byte)
    case "scalar":
      return scalar(items[0], items[1], byte)
    case "dtype":
      return dtypeOf(items[0], byte)
    case "encode": {
      const [value, encoding] = items
      if (typeof value !== "string" || text(encoding) !== "latin1" || /[^\0-\xff]/.test(value)) {
        return refused(byte, "a text in another encoding than Latin-1")
      }
      input.hold(value.length)
      return new Uint8Array(Buffer.from(value, "latin1"))
    }
    case "bytes":
      return items.length === 0 ? new Uint8Array(0) : refused(byte, "a call of bytes with arguments")
    case "ndarray":
      return refused(byte, "an array that is made by its class")
  }
}

/** Gives an array or a type its state, as numpy writes it. @throws PickleFault for anything else */
export const setState = (target: PickleValue, state: PickleValue, byte: number): void => {
  const items = state instanceof Tuple ? state.items : []
  if (target instanceof NdArray) {
    const [, shape, dtype, fortran, data] = items
    fill(target, { shape, dtype }, Boolean(fortran), data, byte)
  } else if (target instanceof Dtype) {
    const plain = items[2] === null && items[3] === null && items[4] === null
    if (!plain) refused(byte, "an array of records")
    target.bigEndian = text(items[1]) === ">"
  } else refused(byte, "it sets the state of something else than an array")
}
