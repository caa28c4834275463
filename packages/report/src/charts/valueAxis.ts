import { logarithmTicks } from "./logarithmTicks.ts"

/** Values that differ by more than this factor are set on a logarithm, if they may be: beside one loss of 50 all others are 0. */
const logarithmFrom = 20

/**
 * Title, scale and axis of a quantity that need not start at zero.
 *
 * @param options.logarithm whether a factor says more of it than a difference: of a loss or a ratio, not of a share
 */
export const valueAxis = (options: {
  readonly title: string
  readonly values: ReadonlyArray<number>
  readonly logarithm: boolean
}) => {
  const { logarithm, title, values } = options
  const least = values.reduce((found, value) => Math.min(found, value), Infinity)
  const most = values.reduce((found, value) => Math.max(found, value), 0)
  return logarithm && least > 0 && most / least > logarithmFrom
    ? ({
        title: `${title} (log scale)`,
        scale: { type: "log", nice: false, padding: 6 },
        axis: { values: logarithmTicks(least, most), format: "~g" }
      } as const)
    : ({ title, scale: { zero: false, padding: 6 }, axis: {} } as const)
}
