import type { Budget } from "@ebcle/core"
import type { Architecture } from "./architecture.ts"
import { type StepTime, spending } from "./spending.ts"
import { widestWithin } from "./widestWithin.ts"

/** A network of another depth, and how its width may be chosen. */
interface Choice {
  readonly baseline: Architecture
  /** The network of the wanted depth by its width. */
  readonly ofWidth: (width: number) => Architecture
  readonly budget: Budget
  readonly stepTime: StepTime | undefined
  /** The narrowest that will do. */
  readonly least: number
}

/**
 * The widest network within a budget, from the narrowest that will do on; that one where none fits. Of widths that round to the
 * same channels the largest is named. With a sentence that says what was chosen and why.
 */
export const fitWidth = (choice: Choice): { readonly result: Architecture; readonly sentence: string } => {
  const { baseline, budget, least, ofWidth, stepTime } = choice
  const kept = ofWidth(baseline.width)
  if (budget === "none") {
    return { result: kept, sentence: `The width stays ${kept.width}: the budget allows no widening.` }
  }
  const { cost, fraction, show, what } = spending(budget, stepTime)
  const limit = fraction * cost(baseline)
  const allowed = `${fraction} × the baseline's ${show(cost(baseline))}`
  const start = [kept, ofWidth(least)].find((network) => cost(network) <= limit)
  if (start === undefined) {
    const narrowest = ofWidth(least)
    return {
      result: narrowest,
      sentence: `${changed(kept.width, least)} ${least}, whose ${show(cost(narrowest))} ${what} already exceed the budget of ${allowed}.`
    }
  }
  const result = ofWidth(widestWithin((width) => cost(ofWidth(width)), start.width, limit))
  const next = result.width + 1
  return {
    result,
    sentence: `${changed(kept.width, result.width)} ${result.width}: ${show(cost(result))} ${what}, within the budget of ${allowed}; width ${next} would take ${show(cost(ofWidth(next)))}.${ties(result, ofWidth, least)}`
  }
}

const changed = (from: number, to: number): string => {
  if (from === to) return "The width stays"
  return to > from ? `Width raised from ${from} to` : `Width lowered from ${from} to`
}

/** Which narrower widths round to the same channels, as a sentence with a space before it. */
const ties = (widest: Architecture, ofWidth: (width: number) => Architecture, least: number): string => {
  const layers = JSON.stringify(widest.layers)
  let first = widest.width
  while (first > least && JSON.stringify(ofWidth(first - 1).layers) === layers) first--
  return first === widest.width ? "" : ` Widths ${first} to ${widest.width} are the same network.`
}
