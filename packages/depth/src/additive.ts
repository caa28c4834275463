import { type DepthRule, quantile } from "@ebcle/core"
import { counted } from "./counted.ts"
import type { Rule } from "./rule.ts"
import { slack } from "./slack.ts"

type Additive = Extract<DepthRule, { readonly rule: "additive" }>

const blocks = (entropy: number, delta: number): number => Math.ceil((entropy / delta) * (1 - slack))

/** The shortest decimals, of 4 digits or more, whose quotient still rounds up to the same number of blocks. */
const shown = (entropy: number, delta: number): readonly [number, number] => {
  for (let digits = 4; digits < 17; digits++) {
    const pair = [Number(entropy.toPrecision(digits)), Number(delta.toPrecision(digits))] as const
    if (blocks(...pair) === blocks(entropy, delta)) return pair
  }
  return [entropy, delta]
}

/**
 * The additive rule: at most ceil(Q / delta) blocks that are not identities, and at least 1.
 *
 * Q is a quantile (type 7) of the per-image entropy, delta the nats that a block removes if it is not an identity. A
 * deterministic map cannot raise the entropy of its discrete input, so no more than Q / delta blocks can each remove
 * delta. Source: ours; the formula of the paper (arXiv:2106.14190) is not available to this project.
 *
 * Weak where delta has no natural value: the bound depends on the unit (1 nat or 1 bit). And it saturates: 8-bit
 * images have at most ln 256 = 5.545 nats, so natural images nearly all get the same bound.
 */
export const additive: Rule<Additive> = {
  unit: "blocks",
  bound: (sorted, { delta, quantile: q }) => Math.max(1, blocks(quantile(sorted, q), delta)),
  derivation: (sorted, { delta, quantile: q }) => {
    const entropy = quantile(sorted, q)
    const count = blocks(entropy, delta)
    const [nats, step] = shown(entropy, delta)
    return `⌈${nats} ${nats === 1 ? "nat" : "nats"} / ${step} ${step === 1 ? "nat" : "nats"}⌉ = ${counted(count, "block")}`
  }
}
