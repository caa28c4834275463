import { expect } from "vitest"

/** That the largest difference is below a share of the largest element. */
export const expectClose = (
  actual: ArrayLike<number>,
  expected: ReadonlyArray<number>,
  tolerance: number,
  what: string
): void => {
  const largest = Math.max(...expected.map(Math.abs))
  const error = Math.max(...expected.map((value, i) => Math.abs(actual[i]! - value)))
  expect(error / largest, what).toBeLessThan(tolerance)
}
