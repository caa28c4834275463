import { type DepthRule, quantile } from "@ebcle/core"
import { counted } from "./counted.ts"
import type { ImageTask, Rule } from "./rule.ts"
import { slack } from "./slack.ts"

type Multiplicative = Extract<DepthRule, { readonly rule: "multiplicative" }>

/** Nats that tell the classes apart; of a dataset of one class those of two, below which there is nothing to learn. */
const needed = ({ classes }: ImageTask): number => Math.log(Math.max(2, classes))

/** By how many factors of `ratio` an image's nats exceed those that its class needs. */
const factors = (entropy: number, { ratio }: Multiplicative, task: ImageTask): number =>
  Math.log((task.values * entropy) / needed(task)) / Math.log(ratio)

const stages = (value: number): number => Math.floor(value + Math.abs(value) * slack)

/**
 * The multiplicative rule: at most floor(ln(N · Q / ln k) / ln r) compressing stages, and at least 1.
 *
 * Q is a quantile (type 7) of the per-image entropy in nats, N the values of an image, k the classes, r the ratio by which
 * a stage divides what is left of the information. An image of N values holds at most N · Q nats where each value has Q, its
 * class ln k; so many factors of r lie between. Source: ours; the formula of the paper (arXiv:2106.14190) is not available
 * to this project.
 *
 * Weak because neighbouring values are far from independent, so N · Q is much too high; because the logarithm hides most of
 * what datasets differ in; and because the bound falls as classes grow, where harder tasks would want more depth.
 */
export const multiplicative: Rule<Multiplicative> = {
  unit: "stages",
  bound: (sorted, params, task) => {
    const entropy = quantile(sorted, params.quantile)
    return entropy > 0 ? Math.max(1, stages(factors(entropy, params, task))) : 1
  },
  derivation: (sorted, params, task) => {
    const entropy = quantile(sorted, params.quantile)
    const arithmetic = `⌊ln(${task.values} · ${Number(entropy.toPrecision(4))} nats / ln ${Math.max(2, task.classes)}) / ln ${params.ratio}⌋`
    return `${arithmetic} = ${counted(entropy > 0 ? stages(factors(entropy, params, task)) : 0, "stage")}`
  }
}
