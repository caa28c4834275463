import { less, multiply } from "./operations/elementwise.ts"
import { scalar } from "./operations/leaves.ts"
import { where } from "./operations/where.ts"
import type { RandomSource } from "./randomSource.ts"
import { TensorError } from "./tensorError.ts"
import type { Shape } from "./tensorType.ts"
import type { Value } from "./value.ts"

/** What is dropped how often. */
export interface DropChoice {
  /** Of the layer; no two layers of a program share it. */
  readonly name: string
  /** Probability of being dropped, at least 0 and below 1. */
  readonly rate: number
  /** Absent at test time: nothing is dropped then. */
  readonly random: RandomSource | undefined
}

const drop = (operation: string, x: Value, units: Shape, { name, random, rate }: DropChoice): Value => {
  if (!(rate >= 0 && rate < 1)) throw new TensorError(operation, `the rate ${rate} of ${name} is not in [0, 1)`)
  if (random === undefined || rate === 0) return x
  const dropped = less(random(`${operation}/${name}`, units), scalar(rate))
  return where(dropped, scalar(0), multiply(x, scalar(1 / (1 - rate))))
}

/**
 * Sets elements of a float tensor to 0 and divides the others by 1 - rate, so that the mean stays; same shape and
 * dtype. Throws TensorError for a rate outside [0, 1), or where the random source has drawn for that name already.
 *
 * Source: Srivastava et al. 2014, section 10.
 */
export const dropout = (x: Value, choice: DropChoice): Value => drop("dropout", x, x.shape, choice)

/**
 * Sets the whole branch of a residual block to 0, image by image, and divides the others by 1 - rate: float [N, ...],
 * same shape and dtype. Throws TensorError as `dropout`.
 *
 * Source: Huang et al. 2016, "Deep networks with stochastic depth"; scaled in training instead of at test time.
 */
export const stochasticDepth = (branch: Value, choice: DropChoice): Value =>
  drop("stochasticDepth", branch, [branch.shape[0]!, ...branch.shape.slice(1).map(() => 1)], choice)
