import type { IngestReason } from "../ingestError.ts"

/** What is wrong with a pickle and at which byte; thrown while parsing, turned into an `IngestError` at the rim. */
export class PickleFault extends Error {
  readonly reason: Extract<IngestReason, "PickleDamaged" | "PickleRefused">
  readonly byte: number

  constructor(reason: PickleFault["reason"], byte: number, what: string) {
    super(what)
    this.reason = reason
    this.byte = byte
  }
}

/** The pickle contradicts itself. */
export const damaged = (byte: number, what: string): never => {
  throw new PickleFault("PickleDamaged", byte, what)
}

/** The pickle wants what is not built. */
export const refused = (byte: number, what: string): never => {
  throw new PickleFault("PickleRefused", byte, what)
}
