import process from "node:process"
import { workspaceRoot } from "@ebcle/core"
import { resolveDataset } from "@ebcle/pipeline"
import { Effect } from "effect"
import { Argument } from "effect/cli"

/** The argument by which commands name a dataset. */
export const datasetArgument = Argument.String("dataset").pipe(
  Argument.withDescription(
    "A dataset by its name (mnist), the name of a descriptor in configs/datasets, or the path of a folder or descriptor (./my-images)"
  )
)

/** The dataset that a name or a path stands for, a path being from the current folder on. */
export const readDataset = Effect.fnUntraced(function* (given: string) {
  return yield* resolveDataset(given, { root: yield* workspaceRoot, base: process.cwd() })
})
