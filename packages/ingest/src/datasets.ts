import { Effect } from "effect"
import type { DatasetSource } from "./datasetSource.ts"
import { IngestError } from "./ingestError.ts"
import { mnist } from "./mnist.ts"
import {
  cifar10,
  cifar100,
  cifar100Coarse,
  fashionMnist,
  imagenet32,
  imagenet64,
  stl10,
  svhn
} from "./namedDatasets.ts"

/** Every dataset that is known by name. */
export const datasets: Readonly<Record<string, DatasetSource>> = Object.fromEntries(
  [mnist, fashionMnist, cifar10, cifar100, cifar100Coarse, stl10, imagenet32, imagenet64, svhn].map((source) => [
    source.name,
    source
  ])
)

/** @errors DatasetUnknown, with the names that are known */
export const findDataset = (name: string): Effect.Effect<DatasetSource, IngestError> => {
  const dataset = Object.hasOwn(datasets, name) ? datasets[name] : undefined
  return dataset === undefined
    ? Effect.fail(
        new IngestError({
          reason: "DatasetUnknown",
          message: `No dataset is named "${name}"; use one of: ${Object.keys(datasets).join(", ")}.`
        })
      )
    : Effect.succeed(dataset)
}
