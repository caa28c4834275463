import { createHash } from "node:crypto"
import { Effect, Fiber, FileSystem } from "effect"

/** Bytes that are read at a time. */
const chunk = 1 << 20

/**
 * SHA-256 of a file in hexadecimal. One of two buffers is filled while the other is hashed; new ones for each chunk
 * would cost more than the hash.
 */
export const hashFile = Effect.fnUntraced(function* (file: string) {
  const fs = yield* FileSystem.FileSystem
  const handle = yield* fs.open(file)
  const hash = createHash("sha256")
  let [filled, free] = [new Uint8Array(chunk), new Uint8Array(chunk)]
  let count = yield* handle.read(filled)
  while (count > 0) {
    const next = yield* Effect.forkChild(handle.read(free), { startImmediately: true })
    hash.update(filled.subarray(0, count))
    count = yield* Fiber.join(next)
    const hashed = filled
    filled = free
    free = hashed
  }
  return hash.digest("hex")
}, Effect.scoped)
