/** A number with so many decimals and a typographic minus, never "−0". */
export const decimals = (value: number, digits: number): string =>
  value
    .toFixed(digits)
    .replace(/^-(?=[0.]*$)/, "")
    .replace("-", "−")

/** A share in points: hundredths, to two decimals. */
export const points = (share: number): string => decimals(100 * share, 2)

/** A share in points, as short as it can be said exactly: 0.005 is 0.5. */
export const plainPoints = (share: number): string => String(Number((100 * share).toPrecision(12)))

/** `1 seed`, `6 seeds`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`
