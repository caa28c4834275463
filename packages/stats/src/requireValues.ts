/** @throws RangeError unless every value is finite. */
export const requireFinite = (name: string, values: ReadonlyArray<number>): void => {
  const at = values.findIndex((value) => !Number.isFinite(value))
  if (at >= 0) throw new RangeError(`${name} must be finite numbers, but ${name}[${at}] is ${values[at]}`)
}

/** @throws RangeError unless there is at least one value and every value is finite. */
export const requireSample = (name: string, values: ReadonlyArray<number>): void => {
  if (values.length === 0) throw new RangeError(`${name} must hold at least one number`)
  requireFinite(name, values)
}

/** @throws RangeError unless low < value < high. */
export const requireBetween = (name: string, value: number, low: number, high: number): void => {
  if (!(value > low && value < high)) {
    throw new RangeError(`${name} must lie strictly between ${low} and ${high}, but is ${value}`)
  }
}

/** @throws RangeError unless the half-width of a region of practical equivalence is 0 or more, and finite. */
export const requireRope = (rope: number): void => {
  if (!(rope >= 0 && rope < Infinity)) throw new RangeError(`rope must be a finite number from 0, but is ${rope}`)
}

/** @throws RangeError unless value is a whole number from `least`. */
export const requireWhole = (name: string, value: number, least: number): void => {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${name} must be a whole number from ${least}, but is ${value}`)
  }
}

/** @throws RangeError unless differences are finite, the margin above 0 and alpha in (0, 0.5). */
export const requireMarginTest = (
  differences: ReadonlyArray<number>,
  { margin, alpha }: { readonly margin: number; readonly alpha: number }
): void => {
  requireFinite("differences", differences)
  requireBetween("margin", margin, 0, Infinity)
  requireBetween("alpha", alpha, 0, 0.5)
}
