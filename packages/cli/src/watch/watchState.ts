import { type NamedStudy, secondsLeft, studyProgress } from "@ebcle/pipeline"
import { Effect } from "effect"
import { readRuns } from "../runLog/readRuns.ts"

/** One epoch of one training, as the curves show it. Accuracy as a share of the test images. */
export interface CurvePoint {
  readonly arm: string
  readonly cell: string
  readonly epoch: number
  readonly loss: number
  readonly testAccuracy: number
}

/** A training under way. */
export interface WatchedTraining {
  readonly task: string
  readonly done: number
  readonly total: number
  readonly epoch: string
  readonly loss: number
  readonly accuracy: number
  readonly imagesPerSecond: number
}

/** What the live page shows of a study. */
export interface WatchState {
  readonly study: string
  readonly title: string
  readonly trained: number
  readonly cells: number
  readonly secondsLeft: number | undefined
  /** Whether a process is at work on the study, if only on what comes before or after a training. */
  readonly isRunning: boolean
  readonly running: ReadonlyArray<WatchedTraining>
  readonly points: ReadonlyArray<CurvePoint>
}

/** Where a study stands now: what is trained from its artifacts, what is under way from its run logs. */
export const watchState = Effect.fnUntraced(function* (named: NamedStudy) {
  const { name, study } = named
  const progress = yield* studyProgress(named)
  const runs = (yield* readRuns(name)).filter(({ isRunning }) => isRunning)
  const arms = Object.keys(study.models).flatMap((model) =>
    Object.keys(study.variants).map((variant) => `${model} ${variant}`)
  )
  const done = (progress?.done ?? []).flatMap(({ cell, epochs }) => {
    const arm = `${cell.model} ${cell.variant}`
    return epochs.map(
      ({ epoch, loss, testAccuracy }): CurvePoint => ({
        arm,
        cell: `${arm} seed ${cell.seed}`,
        epoch,
        loss,
        testAccuracy
      })
    )
  })
  const isDone = new Set(done.map(({ cell }) => cell))
  const current = runs.flatMap(({ trainings }) => [...trainings].filter(([task]) => !isDone.has(task)))
  const state: WatchState = {
    study: name,
    title: study.title,
    trained: progress?.done.length ?? 0,
    cells: arms.length * study.seeds.length,
    secondsLeft: progress && secondsLeft(progress),
    isRunning: runs.length > 0,
    running: current.map(([task, { last }]) => {
      const { accuracy, epoch, epochs, imagesPerSecond, loss } = last.training!
      return { task, done: last.done, total: last.total, epoch: `${epoch}/${epochs}`, loss, accuracy, imagesPerSecond }
    }),
    points: [
      ...done,
      ...current.flatMap(([task, { epochs }]) =>
        epochs.map(({ epoch, loss, testAccuracy }): CurvePoint => {
          const arm = arms.find((candidate) => task.startsWith(`${candidate} seed `)) ?? task
          return { arm, cell: task, epoch, loss, testAccuracy: testAccuracy! }
        })
      )
    ]
  }
  return state
})
