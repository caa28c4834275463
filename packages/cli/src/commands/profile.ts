import type { EntropyProfile } from "@ebcle/core"
import { obtain, profileTarget } from "@ebcle/pipeline"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { json, print, table } from "../output.ts"
import { datasetArgument, readDataset } from "../readDataset.ts"

const barWidth = 40

/** The histogram as text: runs of bins that are empty at both ends are left out. */
const histogram = ({ histogram: { counts, edges } }: EntropyProfile): string => {
  const first = counts.findIndex((count) => count > 0)
  const last = counts.findLastIndex((count) => count > 0)
  const most = Math.max(...counts)
  return table(
    counts
      .slice(first, last + 1)
      .map((count, i) => [
        `${edges[first + i]!.toFixed(2)} to ${edges[first + i + 1]!.toFixed(2)}`,
        String(count),
        "█".repeat(Math.round((barWidth * count) / most)).padEnd(barWidth)
      ])
  )
}

const describe = (profile: EntropyProfile): string => {
  const { count, mean, quantiles, sd } = profile
  const figures = [mean, sd, quantiles.q05, quantiles.q50, quantiles.q95].map((value) => value.toFixed(4))
  return [
    `${profile.measure} entropy of the ${count} ${profile.split} images of ${profile.dataset}, in nats`,
    "",
    table([
      ["", "n", "mean", "sd", "q05", "median", "q95"],
      ["all", String(count), ...figures]
    ]),
    "",
    table([
      ["class", "n", "mean", "sd"],
      ...profile.perClass.map((c) => [c.name, String(c.count), c.mean.toFixed(4), c.sd.toFixed(4)])
    ]),
    "",
    histogram(profile)
  ].join("\n")
}

export const profile = Command.make(
  "profile",
  { dataset: datasetArgument, json },
  Effect.fnUntraced(function* ({ dataset, json }) {
    const { value } = yield* obtain(profileTarget(yield* readDataset(dataset), "shannon"))
    yield* print(json, value, () => describe(value))
  })
).pipe(Command.withDescription("Measure the entropy of a dataset, image by image"))
