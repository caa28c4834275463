/** 1, 2 and 5 times powers of ten within a range of positive numbers, or the powers alone within a long one. */
export const logarithmTicks = (least: number, most: number): Array<number> => {
  const [first, last] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))]
  const steps = last - first > 3 ? [1] : [1, 2, 5]
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
    .flatMap((power) =>
      // Read as it is written in decimals: a step times a power of ten would be 0.30000000000000004.
      steps.map((step) => Number(`${step}e${power}`))
    )
    .filter((tick) => tick >= least && tick <= most)
}
