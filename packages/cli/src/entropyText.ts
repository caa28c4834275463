import type { EntropyProfile } from "@ebcle/core"
import { measures, presentation, type ShownUnit } from "@ebcle/entropy"
import { table } from "./output.ts"

const barWidth = 40

/** The bins from the first to the last that is not empty. */
const filled = ({ histogram: { counts, edges } }: EntropyProfile) => {
  const first = counts.findIndex((count) => count > 0)
  const last = counts.findLastIndex((count) => count > 0)
  return counts
    .slice(first, last + 1)
    .map((count, i) => ({ count, from: edges[first + i]!, to: edges[first + i + 1]! }))
}

/** The histogram as text: runs of bins that are empty at both ends are left out. */
const histogram = (profile: EntropyProfile, factor: number): string => {
  const bins = filled(profile)
  const most = Math.max(...bins.map(({ count }) => count))
  return table(
    bins.map(({ count, from, to }) => [
      `${(factor * from).toFixed(2)} to ${(factor * to).toFixed(2)}`,
      String(count),
      "█".repeat(Math.round((barWidth * count) / most)).padEnd(barWidth)
    ])
  )
}

/** A profile as text for a reader. */
export const entropyText = (profile: EntropyProfile, shown: ShownUnit): string => {
  const { count, mean, meanInterval, quantiles, sd } = profile
  const { factor, unit } = presentation(profile.unit, shown)
  const say = (value: number) => (factor * value).toFixed(4)
  return [
    `${measures[profile.measure].title} of the ${count} ${profile.split} images of ${profile.dataset}, ${unit === "ratio" ? "a ratio" : `in ${unit}`}`,
    "",
    table([
      ["", "n", "mean", "sd", "q05", "median", "q95"],
      ["all", String(count), ...[mean, sd, quantiles.q05, quantiles.q50, quantiles.q95].map(say)]
    ]),
    `${100 * meanInterval.level} % interval of the mean: ${say(meanInterval.lower)} to ${say(meanInterval.upper)} (bootstrap within classes)`,
    "",
    table([
      ["class", "n", "mean", "sd"],
      ...profile.perClass.map((c) => [c.name, String(c.count), say(c.mean), say(c.sd)])
    ]),
    ...(profile.perChannel.length === 0
      ? []
      : ["", table([["channel", "mean", "sd"], ...profile.perChannel.map((c) => [String(c.channel), say(c.mean), say(c.sd)])])]), // biome-ignore format: one table
    "",
    histogram(profile, factor)
  ].join("\n")
}

const steps = "▁▂▃▄▅▆▇█"
const sparkWidth = 24

/** A histogram in a line, from the lowest to the highest value: as high as the fullest part is full. */
const spark = (profile: EntropyProfile): string => {
  const bins = filled(profile)
  const parts = Math.min(sparkWidth, bins.length)
  const counts = new Array<number>(parts).fill(0)
  for (const [index, { count }] of bins.entries()) counts[Math.floor((index * parts) / bins.length)]! += count
  const most = Math.max(...counts)
  return counts.map((count) => (count === 0 ? " " : steps[Math.ceil((8 * count) / most) - 1]!)).join("")
}

/** Several measures of a split as a table. */
export const surveyText = (profiles: ReadonlyArray<EntropyProfile>, shown: ShownUnit): string => {
  const { count, dataset, meanInterval, split } = profiles[0]!
  const rows = profiles.map((profile) => {
    const { mean, measure, quantiles, sd } = profile
    const { factor, unit } = presentation(profile.unit, shown)
    const say = (value: number) => (factor * value).toFixed(4)
    const interval = `${say(profile.meanInterval.lower)} to ${say(profile.meanInterval.upper)}`
    return [measure, unit, say(mean), interval, say(sd), say(quantiles.q05), say(quantiles.q50), say(quantiles.q95), spark(profile).padEnd(sparkWidth)] // biome-ignore format: one row
  })
  const interval = `${100 * meanInterval.level} % of the mean`
  return [
    `The ${count} ${split} images of ${dataset}`,
    "",
    table([["measure", "unit", "mean", interval, "sd", "q05", "median", "q95", "lowest to highest".padEnd(sparkWidth)], ...rows]) // biome-ignore format: one table
  ].join("\n")
}
