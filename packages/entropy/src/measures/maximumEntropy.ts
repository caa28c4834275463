import type { Measure, OfImage, Shape } from "../measure.ts"

const ofValues = ([height, width, channels]: Shape): OfImage => {
  const size = height * width * channels
  const seen = new Uint8Array(256)
  return (images, start) => {
    for (let at = start; at < start + size; at++) seen[images[at]!] = 1
    let distinct = 0
    for (let value = 0; value < 256; value++) distinct += seen[value]!
    seen.fill(0)
    return Math.log(distinct)
  }
}

/**
 * Logarithm of the number of different values of an image: the most that its Shannon entropy could be with them.
 *
 * The EBCLE authors name a "maximum entropy" in other work without a definition that is available to us; this reading
 * is ours.
 */
export const maximumEntropy: Measure = {
  title: "maximum entropy",
  describes: "The Shannon entropy that an image would have if it used the values it has equally often.",
  source: "ours",
  unit: "nats",
  channels: "together",
  ceiling: ([height, width, channels]) => Math.log(Math.min(256, height * width * channels)),
  of: ofValues
}
