/** A whole number with commas between thousands, as 40,551,040. */
export const grouped = (value: number): string => value.toLocaleString("en-US")
