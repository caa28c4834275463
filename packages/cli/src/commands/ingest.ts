import {
  type ChannelStatistics,
  Downloads,
  type DuplicateReport,
  datasetTarget,
  duplicatesTarget,
  fetchDataset,
  obtain,
  statisticsTarget
} from "@ebcle/pipeline"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { json, print, table } from "../output.ts"
import { datasetArgument, readDataset } from "../readDataset.ts"

/** Pairs that are shown; all of them are in the JSON. */
const shownPairs = 10

const statisticsText = ({ test, train }: ChannelStatistics): string =>
  table([
    ["channel", "train mean", "sd", "test mean", "sd"],
    ...train.mean.map((mean, channel) => [
      String(channel),
      ...[mean, train.sd[channel]!, test.mean[channel]!, test.sd[channel]!].map((value) => value.toFixed(4))
    ])
  ])

const duplicatesText = ({ identical, pairs, similar, testImages }: DuplicateReport): string => {
  const sentence = `${identical} of ${testImages} test images are in the training split, pixel by pixel; ${similar} look like one of it`
  if (pairs.length === 0) return sentence
  const nearest = pairs.toSorted((a, b) => Number(b.identical) - Number(a.identical) || a.distance - b.distance)
  const rows = nearest.slice(0, shownPairs).map(({ distance, identical, test, testLabel, train, trainLabel }) => {
    return [
      String(test),
      String(train),
      identical ? "all" : `all but ${distance}`,
      String(testLabel),
      String(trainLabel)
    ]
  })
  const more = pairs.length > shownPairs ? `\n… ${pairs.length - shownPairs} more, with --json` : ""
  return `${sentence}\n\n${table([["test", "train", "bits alike", "test label", "train label"], ...rows])}${more}`
}

export const ingest = Command.make(
  "ingest",
  {
    dataset: datasetArgument,
    statistics: Flag.Boolean("statistics").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Also mean and standard deviation of each channel")
    ),
    duplicates: Flag.Boolean("duplicates").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Also which test images are in the training split, or look as if (difference hash)")
    ),
    offline: Flag.Boolean("offline").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Fetch nothing: say which file to put where instead")
    ),
    json
  },
  Effect.fnUntraced(function* ({ duplicates, json, offline, statistics, ...given }) {
    const dataset = yield* readDataset(given.dataset)
    yield* Effect.updateService(fetchDataset(dataset), Downloads, (downloads) => ({ ...downloads, offline }))
    const ingested = yield* obtain(datasetTarget(dataset))
    const more = {
      ...(statistics && { statistics: (yield* obtain(statisticsTarget(dataset))).value }),
      ...(duplicates && { duplicates: (yield* obtain(duplicatesTarget(dataset))).value })
    }
    const { folder, value } = ingested
    const { classes, shape, splits } = value
    yield* print(json, { ...value, ...more }, () =>
      [
        `${value.name}: ${splits.train.count} training and ${splits.test.count} test images of ${shape.join("x")}, ${classes.length} classes, in ${folder}`,
        ...(more.statistics === undefined ? [] : [statisticsText(more.statistics)]),
        ...(more.duplicates === undefined ? [] : [duplicatesText(more.duplicates)])
      ].join("\n\n")
    )
  })
).pipe(
  Command.withDescription(
    "Write a dataset as Arrow: one that is known by name, one that a descriptor in configs/datasets describes, or a folder of images of your own, one folder a class: ebcle ingest ./my-images"
  )
)
