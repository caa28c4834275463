import { Effect } from "effect"
import { openSplit } from "../arrow/openSplit.ts"
import type { DatasetSource } from "../datasetSource.ts"
import { fileError } from "../ingestError.ts"
import { describeFiles } from "../sourceFile.ts"

/** A dataset in two Arrow files of our schema. */
export interface ArrowDataset {
  readonly name: string
  readonly licence: string
  readonly citation: string
  readonly train: string
  readonly test: string
}

/**
 * A dataset in Arrow files as `writeSplit` writes them, by ebcle or by you: see "The files" in the package's README.
 *
 * @errors those of `openSplit`, ShapeMismatch
 */
export const arrowDataset = ({ test, train, ...about }: ArrowDataset): DatasetSource => ({
  ...about,
  sources: describeFiles([train, test]),
  open: Effect.fnUntraced(function* () {
    const [first, second] = [yield* openSplit(train), yield* openSplit(test)]
    const kind = ({ classes, shape }: typeof first) => `${shape.join("x")} in ${classes.length} classes`
    if (kind(first) !== kind(second) || first.classes.join("\n") !== second.classes.join("\n")) {
      return yield* fileError(
        "ShapeMismatch",
        test,
        `images of ${kind(second)}, but ${train} has ${kind(first)}; give the test images of the same dataset and classes.`
      )
    }
    const split = ({ count, shards }: typeof first) => ({ count, chunks: shards })
    return { shape: first.shape, classes: first.classes, train: split(first), test: split(second) }
  })
})
