import type { IngestReason } from "../ingestError.ts"

/** What is wrong with an Arrow file and at which byte; thrown while parsing, turned into an `IngestError` at the rim. */
export class ArrowFault extends Error {
  readonly reason: Extract<IngestReason, "ArrowDamaged" | "ArrowUnexpected">
  readonly byte: number

  constructor(reason: ArrowFault["reason"], byte: number, what: string) {
    super(what)
    this.reason = reason
    this.byte = byte
  }
}
