/** A bound in words, with what becomes of one below 1: `2 blocks`, `0, at least 1 block`. */
export const counted = (count: number, unit: string): string =>
  count < 1 ? `${count}, at least 1 ${unit}` : `${count} ${unit}${count === 1 ? "" : "s"}`
