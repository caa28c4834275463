import { type Adjustment, adjustPValues } from "./adjustPValues.ts"

/** A family of hypotheses with adjusted p values. */
export interface Family {
  /** Adjusted p of every hypothesis that was declared; 1 for one without a p. */
  readonly adjusted: Readonly<Record<string, number>>
  /** Declared hypotheses whose p is lacking, for want of runs or because their test was refused. */
  readonly missing: ReadonlyArray<string>
}

/**
 * Adjusts p values over a family that was declared before it was tested. A hypothesis without a p still counts, with a
 * p of 1: a family that shrinks when a test fails would reject more easily for having failed.
 *
 * @param declared names of all hypotheses, each once.
 * @param pValues p of those that were tested, by name.
 * @throws RangeError for a name that was declared twice, a p of a hypothesis that was not declared, or a p outside
 * [0, 1].
 * @see `adjustPValues` for the procedures.
 */
export const adjustFamily = (
  declared: ReadonlyArray<string>,
  pValues: Readonly<Record<string, number>>,
  adjustment: Adjustment
): Family => {
  const twice = declared.find((name, index) => declared.indexOf(name) !== index)
  if (twice !== undefined) throw new RangeError(`the family declares ${JSON.stringify(twice)} twice`)
  const stray = Object.keys(pValues).find((name) => !declared.includes(name))
  if (stray !== undefined) throw new RangeError(`${JSON.stringify(stray)} has a p but was not declared in the family`)
  const adjusted = adjustPValues(
    declared.map((name) => pValues[name] ?? 1),
    adjustment
  )
  return {
    adjusted: Object.fromEntries(declared.map((name, index) => [name, adjusted[index]!])),
    missing: declared.filter((name) => pValues[name] === undefined)
  }
}
