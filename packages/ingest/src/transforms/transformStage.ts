import { type Artifact, DatasetHeader, stage } from "@ebcle/core"
import { Schema } from "effect"
import { ingestDataset } from "../ingestDataset.ts"
import { Transform } from "./transform.ts"
import { transformedSource } from "./transformedSource.ts"

/** What the new dataset is called, and how it is made. */
export const TransformParams = Schema.Struct({ name: Schema.String, transform: Transform })
export type TransformParams = typeof TransformParams.Type

/** A dataset -> another one, with the same files and header as an ingested one. */
export const transformStage = stage({
  name: "transform",
  version: 1,
  params: TransformParams,
  output: DatasetHeader,
  file: "dataset.json",
  run: ({
    folder,
    inputs,
    params
  }: {
    readonly params: TransformParams
    readonly inputs: { readonly dataset: Artifact<DatasetHeader> }
    readonly folder: string
  }) =>
    ingestDataset(
      transformedSource(params.name, inputs.dataset, params.transform),
      folder,
      inputs.dataset.value.sources
    )
})
