import { readFileSync } from "node:fs"
import { expect } from "vitest"

/** The cases of test/golden/<name>.json, written by makeGolden.py. */
export const golden = <Case>(name: string): ReadonlyArray<Case> => {
  const url = new URL(`./golden/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(url, "utf8")).cases
}

/** Equal to within `relative` of the expected value, or of `scale` where cancellation makes that the fair measure. */
export const expectClose = (actual: number, expected: number, relative = 1e-10, scale = Math.abs(expected)): void => {
  if (!(Math.abs(actual - expected) <= relative * scale)) expect(actual).toBe(expected)
}
