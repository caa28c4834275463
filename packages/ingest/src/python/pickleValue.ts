/** Bytes that were left in the file, because they are many. */
export class FileRange {
  readonly offset: number
  readonly length: number

  constructor(offset: number, length: number) {
    this.offset = offset
    this.length = length
  }
}

/** A type of numbers, as numpy names it: `u1` is one unsigned byte. */
export class Dtype {
  readonly code: string
  bigEndian = false

  constructor(code: string) {
    this.code = code
  }

  /** Bytes of a number. */
  get size(): number {
    return Number(this.code[1])
  }
}

/** A numpy array: `data` is row-major unless `fortran`. */
export class NdArray {
  shape: ReadonlyArray<number> = []
  dtype = new Dtype("u1")
  fortran = false
  data: Uint8Array | FileRange = new Uint8Array(0)
}

/** A tuple, apart from a list. */
export class Tuple {
  readonly items: ReadonlyArray<PickleValue>

  constructor(items: ReadonlyArray<PickleValue>) {
    this.items = items
  }
}

/** The few names of Python modules that a pickle may use, and what each builds. */
export type GlobalName = "reconstruct" | "frombuffer" | "scalar" | "ndarray" | "dtype" | "encode" | "bytes"

/** A name of a Python module, before it is called. */
export class Global {
  readonly builds: GlobalName

  constructor(builds: GlobalName) {
    this.builds = builds
  }
}

/** A dictionary: keys are texts, whether Python had them as `str` or `bytes`. */
export type PickleDict = Map<string, PickleValue>

export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | FileRange
  | Dtype
  | NdArray
  | Tuple
  | Global
  | PickleDict
  | Array<PickleValue>
