import { Effect } from "effect"
import type { DatasetSource } from "./datasetSource.ts"
import { IngestError } from "./ingestError.ts"
import { mnist } from "./mnist.ts"

/** Every dataset that is known by name. */
export const datasets: Readonly<Record<string, DatasetSource>> = { mnist }

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
