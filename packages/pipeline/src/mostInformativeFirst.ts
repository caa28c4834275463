import type { Cell, Study } from "@ebcle/core"
import { cellName, cells } from "./cells.ts"

/**
 * The cells of a study in the order in which a short time is best spent: all seeds of a comparison, each beside its
 * control, before those of the next.
 */
export const mostInformativeFirst = (name: string, study: Study): ReadonlyArray<Cell> => {
  const all = cells(name, study)
  const { control } = study.comparison
  const comparisons = Object.keys(study.models).flatMap((model) =>
    Object.keys(study.variants)
      .filter((variant) => variant !== control)
      .map((variant) => all.filter((cell) => cell.model === model && [control, variant].includes(cell.variant)))
  )
  // Controls of later comparisons are there already; what is in no comparison comes last.
  return [...new Map([...comparisons.flat(), ...all].map((cell) => [cellName(cell), cell])).values()]
}
