import { requireFinite } from "./requireValues.ts"

/** @throws RangeError unless there are at least two groups and every value is finite. */
export const requireGroups = (groups: ReadonlyArray<ReadonlyArray<number>>): void => {
  if (groups.length < 2) throw new RangeError(`groups must be at least 2, but there are ${groups.length}`)
  groups.forEach((group, i) => {
    requireFinite(`groups[${i}]`, group)
  })
}
