import { Effect } from "effect"
import { ingestDataset } from "../ingestDataset.ts"
import { type IngestParams, ingestStage } from "../ingestStage.ts"
import type { FileDataset } from "./dataset.ts"

/**
 * The parameters of `fileStage`; the files are read, to digest them.
 *
 * @errors what the source fails with
 */
export const fileParams = ({ name, settings, source }: FileDataset) =>
  Effect.map(
    source.sources,
    (sources): IngestParams => ({ name, sources, ...(settings !== undefined && { settings }) })
  )

/** `ingestStage` of a dataset that was resolved, whether it is known by name or not. */
export const fileStage = ({ source }: FileDataset) => ({
  ...ingestStage,
  run: ({ folder, params }: { readonly folder: string; readonly params: IngestParams }) =>
    ingestDataset(source, folder, params.sources)
})
