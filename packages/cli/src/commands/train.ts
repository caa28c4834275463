import { cellName, cells, cellTarget, obtain, PipelineError } from "@ebcle/pipeline"
import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { checkpointEvery, withCheckpoints } from "../checkpointFlag.ts"
import { readyToTrain } from "../nativeEngine.ts"
import { json, print, table } from "../output.ts"
import { readStudy, studyArgument } from "../readStudy.ts"

export const train = Command.make(
  "train",
  {
    study: studyArgument,
    cell: Flag.String("cell").pipe(
      Flag.optional,
      Flag.withDescription("Only this cell: MODEL.VARIANT.seed-N; all cells of the study by default")
    ),
    checkpointEvery,
    json
  },
  Effect.fnUntraced(function* ({ cell, checkpointEvery, json, study }) {
    const named = yield* readStudy(study)
    const all = cells(named.name, named.study)
    const chosen = Option.match(cell, {
      onNone: () => all,
      onSome: (name) => all.filter((candidate) => cellName(candidate) === name)
    })
    if (chosen.length === 0) {
      return yield* new PipelineError({
        reason: "CellUnknown",
        message: `${named.file} has no cell "${Option.getOrElse(cell, () => "")}"; its cells are ${all.map(cellName).join(", ")}.`
      })
    }
    const ready = yield* readyToTrain(named)
    const runs = yield* Effect.forEach(chosen, (wanted) =>
      Effect.map(obtain(cellTarget(ready, wanted)), ({ value }) => value)
    ).pipe(withCheckpoints(checkpointEvery))
    yield* print(json, runs, () =>
      table([
        ["cell", "network", "test accuracy", "train s", "images/s"],
        ...runs.map((run) => [
          cellName(run.cell),
          run.architecture.name,
          `${(100 * run.testAccuracy).toFixed(2)} %`,
          run.timing.train.toFixed(1),
          ((run.epochs.length * run.stepsPerEpoch * run.recipe.batchSize) / run.timing.train).toFixed(0)
        ])
      ])
    )
  })
).pipe(Command.withDescription("Train the cells of a study that are not trained yet"))
