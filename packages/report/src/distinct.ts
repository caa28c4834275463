/** The values that differ from each other, in the order in which they first appear. */
export const distinct = <A>(values: ReadonlyArray<A>): ReadonlyArray<A> => [
  // What is the same value is written down once: of thousands of runs most are.
  ...new Map([...new Set(values)].map((value) => [JSON.stringify(value), value])).values()
]
