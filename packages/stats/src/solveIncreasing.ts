/**
 * Where a continuous increasing function crosses 0, to about 1e-14 of the place, by the Illinois method: false position,
 * with the value at an end that stays put halved so that both ends close in. An end stands for a crossing beyond it.
 *
 * @see Dowell & Jarratt (1971), A modified regula falsi method for computing the root of an equation, BIT 11.
 */
export const solveIncreasing = (increasing: (x: number) => number, low: number, high: number): number => {
  let [below, valueBelow] = [low, increasing(low)]
  if (valueBelow >= 0) return low
  let [above, valueAbove] = [high, increasing(high)]
  if (valueAbove <= 0) return high
  let before = low
  let side = 0
  for (;;) {
    const guess = above - (valueAbove * (above - below)) / (valueAbove - valueBelow)
    // Where rounding puts the guess outside, nothing is left between the ends.
    if (!(guess > below && guess < above) || Math.abs(guess - before) <= 1e-14 * Math.abs(guess)) return guess
    before = guess
    const value = increasing(guess)
    if (value === 0) return guess
    if (value < 0) {
      ;[below, valueBelow] = [guess, value]
      if (side < 0) valueAbove /= 2
      side = -1
    } else {
      ;[above, valueAbove] = [guess, value]
      if (side > 0) valueBelow /= 2
      side = 1
    }
  }
}
