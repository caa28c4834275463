import type { Measure } from "../measure.ts"
import { shannon } from "./shannon.ts"

/** `shannon` of each channel alone, averaged. */
export const shannonPerChannel: Measure = {
  ...shannon,
  title: "Shannon entropy per channel",
  describes: "The mean over the channels of the Shannon entropy of each.",
  channels: "averaged"
}
