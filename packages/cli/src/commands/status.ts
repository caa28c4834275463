import { secondsLeft, studyProgress } from "@ebcle/pipeline"
import { Clock, Effect } from "effect"
import { Command } from "effect/cli"
import { engineFlag } from "../engineFlag.ts"
import { json, print } from "../output.ts"
import { formatDuration } from "../progressBar.ts"
import { readStudy, studyArgument } from "../readStudy.ts"
import { type LoggedTraining, readRuns } from "../runLog/readRuns.ts"

/** Steps that are left, at the pace since the run was first heard of. */
const timeLeft = ({ first, last }: LoggedTraining): string => {
  const steps = last.done - first.done
  if (steps <= 0 || last.done === last.total) return ""
  return `, ${formatDuration(((last.at - first.at) / 1000 / steps) * (last.total - last.done))} left`
}

/** "resnet20 baseline seed 1: 25/100 steps, epoch 1/4, loss 0.5000, 90.1 %, 1279 images/s, 30 s left". */
const trainingLine = (task: string, training: LoggedTraining): string => {
  const { done, total, training: figures, unit } = training.last
  const { accuracy, epoch, epochs, imagesPerSecond, loss } = figures!
  return `${task}: ${done}/${total} ${unit}, epoch ${epoch}/${epochs}, loss ${loss.toFixed(4)}, ${(100 * accuracy).toFixed(1)} %, ${imagesPerSecond.toFixed(0)} images/s${timeLeft(training)}`
}

export const status = Command.make(
  "status",
  { study: studyArgument, engine: engineFlag, json },
  Effect.fnUntraced(function* ({ engine, json, study }) {
    const named = yield* readStudy(study, engine)
    const progress = yield* studyProgress(named)
    const runs = yield* readRuns(named.name)
    const running = runs.filter(({ isRunning }) => isRunning)
    const now = yield* Clock.currentTimeMillis
    const current = running.flatMap(({ trainings }) =>
      [...trainings].filter(([, { last }]) => last.done < last.total || last.training?.testAccuracy === undefined)
    )
    const left = progress && secondsLeft(progress)
    const result = {
      study: named.name,
      trained: progress?.done.length ?? 0,
      left: progress?.left.length ?? null,
      secondsLeft: left ?? null,
      running: running.map(({ start }) => ({ pid: start.pid, host: start.host, command: start.command })),
      trainings: current.map(([task, { last }]) => ({ task, done: last.done, total: last.total, ...last.training })),
      lastOutcome: runs.at(-1)?.end?.outcome ?? null
    }
    yield* print(json, result, () =>
      [
        progress === undefined
          ? `${named.name}: nothing is trained; the bound is not there yet.`
          : `${named.name}: ${progress.done.length} of ${progress.done.length + progress.left.length} trainings are done${progress.left.length === 0 || left === undefined ? "" : `, ${formatDuration(left)} left as measured`}.`,
        ...running.map(
          ({ start }) =>
            `process ${start.pid} on ${start.host}, for ${formatDuration((now - start.at) / 1000)}: ${start.command}`
        ),
        ...current.map(([task, training]) => `  ${trainingLine(task, training)}`),
        ...(running.length === 0 ? [`Nothing runs; "npx ebcle run ${named.name}" goes on.`] : [])
      ].join("\n")
    )
  })
).pipe(Command.withDescription("Say how far a study is, also one that runs in another terminal"))
