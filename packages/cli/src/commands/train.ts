import { cellName, cells, cellTarget, obtain, PipelineError, trainingOf } from "@ebcle/pipeline"
import { breakdown, profileCell } from "@ebcle/trainer/stages"
import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { checkpointEvery, withCheckpoints } from "../checkpointFlag.ts"
import { engineFlag, readyToTrain } from "../engineFlag.ts"
import { json, print, table } from "../output.ts"
import { profileText } from "../profileText.ts"
import { readStudy, studyArgument } from "../readStudy.ts"
import { withRunLog } from "../runLog/runLog.ts"
import { writeEvents } from "../writeEvents.ts"

export const train = Command.make(
  "train",
  {
    study: studyArgument,
    cell: Flag.String("cell").pipe(
      Flag.optional,
      Flag.withDescription("Only this cell: MODEL.VARIANT.seed-N; all cells of the study by default")
    ),
    engine: engineFlag,
    checkpointEvery,
    profile: Flag.Boolean("profile").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Do not train: measure where the time of the training steps of --cell goes")
    ),
    tensorboard: Flag.Directory("tensorboard").pipe(
      Flag.optional,
      Flag.withDescription(
        "Write TensorBoard event files of the trainings into this folder: scalars, and the graph of a step"
      )
    ),
    json
  },
  Effect.fnUntraced(function* ({ cell, checkpointEvery, engine, json, profile, study, tensorboard }) {
    const named = yield* readStudy(study, engine)
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
    if (profile && chosen.length > 1) {
      return yield* new PipelineError({
        reason: "CellUnknown",
        message: `--profile is of one cell; name it with --cell: ${all.map(cellName).join(", ")}.`
      })
    }
    const ready = yield* readyToTrain(named)
    if (profile) {
      const { dataset, params } = yield* trainingOf(ready, chosen[0]!)
      const measured = yield* profileCell(params, dataset)
      const sums = breakdown(measured)
      return yield* print(json, { ...measured, breakdown: sums }, () => profileText(measured, sums))
    }
    const training = Effect.forEach(chosen, (wanted) =>
      Effect.gen(function* () {
        const run = yield* obtain(cellTarget(ready, wanted))
        if (Option.isSome(tensorboard)) {
          const { params } = yield* trainingOf(ready, wanted)
          yield* writeEvents(tensorboard.value, run, params.architecture)
        }
        return run.value
      })
    ).pipe(withCheckpoints(checkpointEvery))
    const runs = yield* withRunLog(ready, training)
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
