import util from "node:util"

/**
 * Gives back two functions of `node:util` that tfjs-node 4.22 calls and Node 23 removed.
 *
 * Must run before tfjs-node is loaded.
 */
export const restoreNodeUtil = (): void => {
  const removed = {
    isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
    isArray: Array.isArray
  }
  for (const [name, value] of Object.entries(removed)) {
    if (!(name in util)) Object.defineProperty(util, name, { value, configurable: true })
  }
}
