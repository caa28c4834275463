import type { DepthRule } from "@ebcle/core"
import { counted } from "./counted.ts"
import type { Rule } from "./rule.ts"
import { slack } from "./slack.ts"

type Proportional = Extract<DepthRule, { readonly rule: "proportional" }>

/** The highest entropy of 8-bit values, in nats. */
const ceiling = Math.log(256)

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

const layers = (entropy: number, reference: number): number =>
  Math.ceil(((reference * entropy) / ceiling) * (1 - slack))

/**
 * The proportional rule: at most ceil(D · h / ln 256) layers, and at least 1.
 *
 * h is the mean per-image entropy in nats, ln 256 the highest that 8-bit values can have, D the depth in layers that such
 * images would get. Source: ours; the formula of the paper (arXiv:2106.14190) is not available to this project.
 *
 * Weak because D is a choice without a reason in the data, and because natural images, close to the ceiling, save little.
 */
export const proportional: Rule<Proportional> = {
  unit: "layers",
  bound: (sorted, { layers: reference }) => Math.max(1, layers(mean(sorted), reference)),
  derivation: (sorted, { layers: reference }) => {
    const entropy = mean(sorted)
    return `⌈${reference} · ${Number(entropy.toPrecision(4))} nats / ln 256⌉ = ${counted(layers(entropy, reference), "layer")}`
  }
}
