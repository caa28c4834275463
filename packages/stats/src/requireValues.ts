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
