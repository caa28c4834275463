import { Context, Effect, Schema } from "effect"

/** Where a training stands. Losses and accuracies are means over the epoch so far; those of the test images follow at its end. */
export const TrainingFigures = Schema.Struct({
  epoch: Schema.Int,
  epochs: Schema.Int,
  loss: Schema.Finite,
  accuracy: Schema.Finite,
  imagesPerSecond: Schema.Finite,
  testLoss: Schema.optionalKey(Schema.Finite),
  testAccuracy: Schema.optionalKey(Schema.Finite)
})
export type TrainingFigures = typeof TrainingFigures.Type

/** One report of a task under way: `done` of `total`, counted in `unit`. */
export interface ProgressReport {
  readonly task: string
  readonly done: number
  readonly total: number
  readonly unit: string
  /** What a reader wants to see beside the bar, such as the loss. */
  readonly detail?: string
  /** Of a training, what `detail` says in words. */
  readonly training?: TrainingFigures
}

/** Where long work says how far it is. By default nobody listens; the command line shows a bar or plain lines. */
export const Progress = Context.Reference<{ readonly report: (report: ProgressReport) => Effect.Effect<void> }>(
  "@ebcle/core/Progress",
  { defaultValue: () => ({ report: () => Effect.void }) }
)

/** Tells whoever listens how far a task is. */
export const reportProgress = (report: ProgressReport): Effect.Effect<void> =>
  Effect.flatMap(Progress, (progress) => progress.report(report))
