import type { Cell, DatasetHeader, Study } from "@ebcle/core"
import { applyVariant, type BoundOnDepth, modelNamed, type StepTime, ZooError } from "@ebcle/zoo"
import { Effect } from "effect"
import { PipelineError } from "./pipelineError.ts"

/**
 * The network that a cell of a study trains on a dataset, given the bound on its depth, and what a step takes where its
 * variant has a budget of time.
 *
 * @errors PipelineError ModelInvalid, with the key of the study, for a model that the dataset or its family cannot have
 */
export const architectureOf = (
  { file, study }: { readonly file: string; readonly study: Study },
  cell: Cell,
  header: DatasetHeader,
  bound: BoundOnDepth,
  stepTime?: StepTime
) =>
  Effect.suspend(() => {
    try {
      const baseline = modelNamed(study.models[cell.model]!, header.shape, header.classes.length)
      return Effect.succeed(applyVariant(baseline, study.variants[cell.variant]!, bound, stepTime))
    } catch (cause) {
      if (!(cause instanceof ZooError)) throw cause
      return Effect.fail(
        new PipelineError({ reason: "ModelInvalid", message: `${file}: key "models.${cell.model}": ${cause.message}.` })
      )
    }
  })
