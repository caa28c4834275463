import type { Budget } from "@ebcle/core"
import type { Architecture } from "./architecture.ts"
import { countMacs, countParameters } from "./counts.ts"
import { familyOf } from "./families.ts"
import { grouped } from "./grouped.ts"
import { spreadBlocks } from "./spreadBlocks.ts"
import { widestWithin } from "./widestWithin.ts"

/**
 * Cuts a network to at most `bound` blocks, then widens it as far as `budget` allows: the largest width whose
 * parameters or multiply-adds are at most that fraction of the given network's. The method of Gowdra et al. (2021) with
 * a spread and a search that are ours.
 *
 * Every stage keeps at least one block, also under a smaller bound. The result is never deeper and never narrower. Where
 * nothing has to be cut, the network stays as it is whatever the budget: widening alone is not restriction. Where the
 * shallower network exceeds the budget at its old width, it keeps that width. `trace` gains a sentence for each.
 *
 * Throws RangeError where `bound` is not a whole number of at least 1.
 */
export const restrict = (architecture: Architecture, bound: number, budget: Budget): Architecture => {
  if (!Number.isSafeInteger(bound) || bound < 1) {
    throw new RangeError(`expected a bound of at least 1 block, got ${bound}`)
  }
  const before = architecture.stages.map((stage) => stage.blocks.length)
  const after = spreadBlocks(before, bound)
  const [had, kept] = [sum(before), sum(after)]
  if (kept === had) {
    const why = bound < had ? `each of the ${before.length} stages keeps one, under a bound` : "within the bound"
    return traced(architecture, architecture, [
      `Nothing was cut from ${architecture.name} of ${had} blocks: ${why} of ${bound}. The width stays ${architecture.width}.`
    ])
  }
  const ofWidth = (width: number): Architecture =>
    familyOf(architecture).build(
      { blocks: after, width, input: architecture.input, classes: architecture.classes },
      architecture.form ?? {}
    )
  const shallow = ofWidth(architecture.width)
  const cut = `Depth cut from ${architecture.depth} to ${shallow.depth} layers: ${kept} of ${had} blocks kept, [${after.join(", ")}] per stage, under a bound of ${bound}${bound < kept ? `, which is below the one block that each of the ${before.length} stages keeps` : ""}.`
  const { result, sentence } = widen(architecture, shallow, ofWidth, budget)
  return traced(architecture, result, [cut, sentence])
}

const widen = (
  baseline: Architecture,
  shallow: Architecture,
  ofWidth: (width: number) => Architecture,
  budget: Budget
): { readonly result: Architecture; readonly sentence: string } => {
  if (budget === "none") {
    return { result: shallow, sentence: `The width stays ${shallow.width}: the budget allows no widening.` }
  }
  const { fraction, what, cost } = spending(budget)
  const limit = fraction * cost(baseline)
  const allowed = `${fraction} × the baseline's ${grouped(cost(baseline))}`
  if (cost(shallow) > limit) {
    return {
      result: shallow,
      sentence: `The width stays ${shallow.width}, whose ${grouped(cost(shallow))} ${what} already exceed the budget of ${allowed}.`
    }
  }
  const result = ofWidth(widestWithin((width) => cost(ofWidth(width)), shallow.width, limit))
  const next = result.width + 1
  const change = result.width === shallow.width ? "The width stays" : `Width raised from ${shallow.width} to`
  return {
    result,
    sentence: `${change} ${result.width}: ${grouped(cost(result))} ${what}, within the budget of ${allowed}; width ${next} would take ${grouped(cost(ofWidth(next)))}.`
  }
}

const spending = (budget: Exclude<Budget, "none">) =>
  "macs" in budget
    ? { fraction: budget.macs, what: "multiply-adds", cost: countMacs }
    : { fraction: budget.parameters, what: "parameters", cost: (of: Architecture) => countParameters(of).trainable }

const traced = (from: Architecture, to: Architecture, sentences: ReadonlyArray<string>): Architecture => ({
  ...to,
  trace: [...from.trace, ...sentences]
})

const sum = (values: ReadonlyArray<number>): number => values.reduce((total, value) => total + value, 0)
