/** Memory that is handed back when what it holds has gone its way. */
export interface Loan {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Gives the memory to the next who asks; called once, and nothing of it is looked at afterwards. */
  readonly release: () => void
}

/**
 * Lends memory of so many bytes, again and again the same. New memory for every record batch has its pages made by the
 * system and is then collected as garbage, which together takes longer than to fill it. What is not handed back is
 * collected like any other.
 */
export const recycledBuffers = (): ((size: number) => Loan) => {
  const free: Array<ArrayBuffer> = []
  return (size) => {
    const last = free.pop()
    const buffer = last !== undefined && last.byteLength >= size ? last : new ArrayBuffer(size)
    return { bytes: new Uint8Array(buffer, 0, size), release: () => free.push(buffer) }
  }
}
