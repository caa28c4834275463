import { Effect } from "effect"
import { fileError, type IngestError } from "./ingestError.ts"

/** Where labels come from, for the error. */
interface LabelOrigin {
  readonly file: string
  /** How many classes there are. */
  readonly classes: number
  /** What the format adds to a class: 1 where its labels begin at 1. */
  readonly base: 0 | 1
  /** Number of the first image in the file. */
  readonly first: number
  /** Where in the file the label of an image stands, if that can be said. */
  readonly byteOf?: (image: number) => number
}

/**
 * Labels of a file as classes from 0 on.
 *
 * @errors LabelRange at the first label that is no class
 */
export const classesOf = (
  found: ArrayLike<number>,
  { base, byteOf, classes, file, first }: LabelOrigin
): Effect.Effect<Int32Array<ArrayBuffer>, IngestError> => {
  const labels = new Int32Array(found.length)
  for (let index = 0; index < found.length; index++) {
    const label = found[index]! - base
    if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
      return Effect.fail(
        fileError(
          "LabelRange",
          file,
          `label ${found[index]} of image ${first + index}, but labels go from ${base} to ${classes - 1 + base}; fetch the file again.`,
          byteOf?.(first + index)
        )
      )
    }
    labels[index] = label
  }
  return Effect.succeed(labels)
}
