import { datasetTarget, obtain } from "@ebcle/pipeline"
import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { json, print } from "../output.ts"

/** The argument by which commands name a dataset. */
export const datasetArgument = Argument.String("dataset").pipe(Argument.withDescription("A dataset by name (mnist)"))

export const ingest = Command.make(
  "ingest",
  { dataset: datasetArgument, json },
  Effect.fnUntraced(function* ({ dataset, json }) {
    const { folder, value } = yield* obtain(datasetTarget(dataset))
    const { classes, shape, splits } = value
    yield* print(
      json,
      value,
      () =>
        `${value.name}: ${splits.train.count} training and ${splits.test.count} test images of ${shape.join("x")}, ${classes.length} classes, in ${folder}`
    )
  })
).pipe(Command.withDescription("Write a dataset as Arrow"))
