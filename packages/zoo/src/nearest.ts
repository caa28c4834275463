/** What is nearest to `wanted` among `values`, which rise, as a clause: "the nearest are 13 and 16". */
export const nearest = (values: ReadonlyArray<number>, wanted: number): string => {
  const below = values.findLast((value) => value < wanted)
  const above = values.find((value) => value > wanted)
  if (below === undefined) return `the smallest is ${above}`
  return above === undefined ? `the largest is ${below}` : `the nearest are ${below} and ${above}`
}
