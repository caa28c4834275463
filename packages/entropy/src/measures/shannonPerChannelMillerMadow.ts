import type { Measure } from "../measure.ts"
import { shannonMillerMadow } from "./shannonMillerMadow.ts"

/** `shannonMillerMadow` of each channel alone, averaged. */
export const shannonPerChannelMillerMadow: Measure = {
  ...shannonMillerMadow,
  title: "Shannon entropy per channel, Miller-Madow",
  describes: "The mean over the channels of the Shannon entropy of each.",
  channels: "averaged"
}
