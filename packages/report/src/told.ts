import { integer } from "./format.ts"

/** Who cannot see a drawing is told so many of its parts one by one; the tables have all. */
const mostTold = 12

/** Items in words, one after the other, the last of many only counted. */
export const told = <A>(items: ReadonlyArray<A>, tell: (item: A) => string): string =>
  [
    ...items.slice(0, mostTold).map(tell),
    ...(items.length > mostTold ? [`and ${integer(items.length - mostTold)} more, which the tables list`] : [])
  ].join("; ")
