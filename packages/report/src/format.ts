const minus = "\u2212"
/** No line ends here. */
const space = "\u00a0"

const withMinus = (text: string): string => text.replace("-", minus)

/** A number with so many decimals and a true minus sign; zero has no sign. */
export const fixed = (value: number, decimals: number): string => {
  const text = value.toFixed(decimals)
  return Number(text) === 0 ? text.replace("-", "") : withMinus(text)
}

/** As `fixed`, with a plus sign before positive numbers: for differences. */
export const signed = (value: number, decimals: number): string => {
  const text = fixed(value, decimals)
  return Number(value.toFixed(decimals)) > 0 ? `+${text}` : text
}

/** A whole number in groups of three digits. */
export const integer = (value: number): string => withMinus(String(value).replaceAll(/\B(?=(\d{3})+$)/g, ","))

/** A share as percent without the sign: 0.98765 is 98.77. */
export const percent = (share: number, decimals = 2): string => fixed(share * 100, decimals)

/** A difference of shares in percentage points, signed: -0.00123 is −0.12. */
export const points = (difference: number): string => signed(difference * 100, 2)

/** A plain number as short as it can be said exactly. */
export const plain = (value: number): string => withMinus(String(value))

/** A share as percent, as short as it can be said exactly: 0.005 is 0.5. */
export const plainPercent = (share: number): string => plain(Number((share * 100).toPrecision(12)))

/** Decimals at which a standard deviation shows two significant digits, from 0 to 3; 2 where there is none. */
export const decimalsFor = (sd: number | null): number =>
  sd !== null && sd > 0 ? Math.min(3, Math.max(0, 1 - Math.floor(Math.log10(sd)))) : 2

/** Mean ± standard deviation, by default at the decimals that the deviation deserves; a single seed has none. */
export const meanAndSd = (
  { mean, sd }: { readonly mean: number; readonly sd: number | null },
  decimals: number = decimalsFor(sd)
): string => fixed(mean, decimals) + (sd === null ? "" : `${space}±${space}${fixed(sd, decimals)}`)

/** `[lower, upper]`, each number as `say` says it; one pair leaves no interval. */
export const interval = (
  { lower, upper }: { readonly lower: number | null; readonly upper: number | null },
  say: (bound: number) => string
): string => (lower === null || upper === null ? "no interval" : `[${say(lower)}, ${say(upper)}]`)

/** A ratio to three decimals. */
export const ratio = (value: number): string => fixed(value, 3)

/** A count in millions to three significant digits: 40_812_544 is 40.8. */
export const millions = (value: number): string => {
  const inMillions = value / 1e6
  return inMillions >= 100 ? integer(Math.round(inMillions)) : inMillions.toPrecision(3)
}

/** A p-value to two significant digits, never a bare zero: p = 0.031, p < 0.001. */
export const pValue = (p: number): string => {
  if (p < 0.001) return `p${space}<${space}0.001`
  return `p${space}=${space}${p >= 0.1 ? p.toFixed(2) : p.toPrecision(2)}`
}

/** A number with its unit, never broken apart at the end of a line. */
export const withUnit = (value: string, unit: string): string => `${value}${space}${unit}`

/** `one thing`, `two things`. */
export const counted = (count: number, noun: string): string =>
  withUnit(integer(count), count === 1 ? noun : `${noun}s`)

/** A phrase as a sentence of its own: a capital first, a full stop last. */
export const asSentence = (phrase: string): string =>
  `${phrase.slice(0, 1).toUpperCase()}${phrase.slice(1)}${/[.!?]$/.test(phrase) ? "" : "."}`

/** `a`, `a and b`, `a, b and c`. */
export const listed = (items: ReadonlyArray<string>): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`
