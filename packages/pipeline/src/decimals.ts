/** A number with so many decimals and a typographic minus, never "−0". */
export const decimals = (value: number, digits: number): string =>
  value
    .toFixed(digits)
    .replace(/^-(?=[0.]*$)/, "")
    .replace("-", "−")

/** A share in points: hundredths. */
export const points = (share: number): string => decimals(100 * share, 2)
