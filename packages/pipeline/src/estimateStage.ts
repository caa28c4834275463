import { type Artifact, DepthEstimate, DepthRule, type EntropyProfile, stage } from "@ebcle/core"
import { estimateDepth } from "@ebcle/depth"
import { readEntropies } from "@ebcle/entropy"
import { Effect, Path, Schema } from "effect"

/** The bootstrap of a bound: enough resamples for an interval of whole numbers, the same ones every time. */
const bootstrap = { seed: 1, replicates: 2000, level: 0.95 }

/** Entropy of each training image -> depth bound with its uncertainty. */
export const estimateStage = stage({
  name: "estimate",
  version: 2,
  params: Schema.Struct({ rule: DepthRule }),
  output: DepthEstimate,
  file: "estimate.json",
  run: Effect.fnUntraced(function* ({
    inputs,
    params
  }: {
    readonly params: { readonly rule: DepthRule }
    readonly inputs: { readonly profile: Artifact<EntropyProfile> }
    readonly folder: string
  }) {
    const path = yield* Path.Path
    const { folder, value } = inputs.profile
    const entropies = yield* readEntropies(path.join(folder, value.file), value.count)
    const [height, width, channels] = value.shape
    const task = { values: height * width * channels, classes: value.perClass.length }
    return { dataset: value.dataset, ...estimateDepth({ rule: params.rule, task, entropies, ...bootstrap }) }
  })
})
