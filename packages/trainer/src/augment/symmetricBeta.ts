import {
  add,
  cosine,
  divide,
  multiply,
  power,
  type RandomSource,
  type Shape,
  scalar,
  sqrt,
  subtract,
  type Value
} from "@ebcle/tensor"

/**
 * Numbers distributed as Beta(α, α), for any α above 0, from two uniform numbers each and without rejection.
 *
 * If u and v are uniform on (0, 1], t = √(2α (u^(-1/α) - 1)) cos 2πv has Student's distribution with 2α degrees of
 * freedom (Bailey 1994, "Polar generation of random variates with the t-distribution"), and 1/2 + t / (2 √(2α + t²))
 * that of Beta(α, α) (Devroye 1996, "Random variate generation in one line of code"). With s = u^(1/α), which may
 * vanish, and c = cos 2πv that is 1/2 + c/2 √((1 - s) / (s + (1 - s) c²)).
 */
export const symmetricBeta = (alpha: number, shape: Shape, random: RandomSource, purpose: string): Value => {
  const radius = power(subtract(scalar(1), random(`${purpose}/radius`, shape)), 1 / alpha)
  const direction = cosine(multiply(random(`${purpose}/angle`, shape), scalar(2 * Math.PI)))
  const rest = subtract(scalar(1), radius)
  const length = sqrt(divide(rest, add(radius, multiply(rest, multiply(direction, direction)))))
  return multiply(scalar(0.5), add(scalar(1), multiply(direction, length)))
}
