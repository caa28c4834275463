/** Sums over the values of each channel, exact: whole numbers below 2^53 add up the same in any order. */
export interface ChannelSums {
  readonly values: ReadonlyArray<number>
  readonly squares: ReadonlyArray<number>
  /** Values of each channel. */
  readonly count: number
}

/** No values yet. */
export const noSums = (channels: number): ChannelSums => ({
  values: new Array<number>(channels).fill(0),
  squares: new Array<number>(channels).fill(0),
  count: 0
})

/**
 * Adds the values of some images to sums.
 *
 * @param images uint8 [pixels, channels]
 */
export const addSums = (sums: ChannelSums, images: Uint8Array): ChannelSums => {
  const channels = sums.values.length
  const values = [...sums.values]
  const squares = [...sums.squares]
  for (let channel = 0; channel < channels; channel++) {
    let value = 0
    let square = 0
    for (let at = channel; at < images.length; at += channels) {
      const pixel = images[at]!
      value += pixel
      square += pixel * pixel
    }
    values[channel]! += value
    squares[channel]! += square
  }
  return { values, squares, count: sums.count + images.length / channels }
}

/** Mean and standard deviation (of the population) of each channel, in units of 0 to 255. */
export const meansAndDeviations = ({ count, squares, values }: ChannelSums) => {
  const mean = values.map((value) => value / count)
  // n·Σx² − (Σx)² over n², in whole numbers, so that nothing cancels.
  const sd = values.map((value, channel) => {
    const spread = BigInt(count) * BigInt(squares[channel]!) - BigInt(value) ** 2n
    return Math.sqrt(Number(spread)) / count
  })
  return { mean, sd }
}
