import { createHash } from "node:crypto"

/**
 * Indices of names in a random order that depends on the seed and on the names alone: by the SHA-256 of
 * `<seed>\n<name>`.
 *
 * Two names keep their order to each other whatever else is there, so a dataset that grows keeps its splits, and
 * every language can find the same order.
 */
export const seededOrder = (seed: number, names: ReadonlyArray<string>): ReadonlyArray<number> => {
  const keys = names.map((name) => createHash("sha256").update(`${seed}\n${name}`).digest("hex"))
  return names.map((_, index) => index).sort((a, b) => (keys[a]! < keys[b]! ? -1 : 1))
}
