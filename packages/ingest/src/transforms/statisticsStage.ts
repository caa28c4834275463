import { type Artifact, type DatasetHeader, stage } from "@ebcle/core"
import { Effect, Path, Schema, Stream } from "effect"
import { openSplit } from "../arrow/openSplit.ts"
import { addSums, meansAndDeviations, noSums } from "./channelStatistics.ts"

const Channels = Schema.Struct({
  count: Schema.Int,
  mean: Schema.Array(Schema.Finite),
  sd: Schema.Array(Schema.Finite)
})

/** Images, and mean and standard deviation (of the population, 0 to 255) of each channel, by split. */
export const ChannelStatistics = Schema.Struct({ dataset: Schema.String, train: Channels, test: Channels })
export type ChannelStatistics = typeof ChannelStatistics.Type

/** A dataset -> what its channels hold. */
export const statisticsStage = stage({
  name: "statistics",
  version: 1,
  params: Schema.Struct({}),
  output: ChannelStatistics,
  file: "statistics.json",
  run: Effect.fnUntraced(function* ({ inputs }: { readonly inputs: { readonly dataset: Artifact<DatasetHeader> } }) {
    const path = yield* Path.Path
    const { folder, value } = inputs.dataset
    const of = Effect.fnUntraced(function* (split: "train" | "test") {
      const { count, shape, shards } = yield* openSplit(path.join(folder, value.splits[split].file))
      const sums = yield* Stream.runFold(
        shards,
        () => noSums(shape[2]),
        (before, { images }) => addSums(before, images)
      )
      return { count, ...meansAndDeviations(sums) }
    })
    return { dataset: value.name, train: yield* of("train"), test: yield* of("test") }
  })
})
