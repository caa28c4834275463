import type { Measure } from "../measure.ts"
import { shannonJamesStein } from "./shannonJamesStein.ts"

/** `shannonJamesStein` of each channel alone, averaged. */
export const shannonPerChannelJamesStein: Measure = {
  ...shannonJamesStein,
  title: "Shannon entropy per channel, James-Stein",
  describes: "The mean over the channels of the Shannon entropy of each.",
  channels: "averaged"
}
