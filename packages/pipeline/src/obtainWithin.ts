import { type Artifact, type Cell, type RunRecord, reportProgress } from "@ebcle/core"
import type { Report } from "@ebcle/report"
import { Clock, Effect, Option } from "effect"
import { cellName, cells } from "./cells.ts"
import { mostInformativeFirst } from "./mostInformativeFirst.ts"
import { obtain } from "./obtain.ts"
import { PipelineError } from "./pipelineError.ts"
import { expectedSeconds, studyProgress } from "./studyProgress.ts"
import { cellTarget, estimateTarget, type NamedStudy, reportTarget } from "./studyTargets.ts"
import type { Failure, Services } from "./target.ts"

/**
 * Trains the cells of a study that fit into a time, the most informative first, and reports on those that are there.
 *
 * A cell that is expected to take longer than what is left is passed over, since a smaller one may fit; one that takes
 * longer than expected is interrupted and keeps a checkpoint.
 *
 * @errors PipelineError BudgetTooSmall where not even one cell is trained in the end
 */
export const obtainWithin = Effect.fnUntraced(function* (
  named: NamedStudy,
  seconds: number
): Effect.fn.Return<Artifact<Report>, Failure, Services> {
  const end = (yield* Clock.currentTimeMillis) + 1000 * seconds
  const millisLeft = Effect.map(Clock.currentTimeMillis, (now) => end - now)
  yield* obtain(estimateTarget(named))
  const progress = yield* studyProgress(named)
  const done: Array<RunRecord> = [...(progress?.done ?? [])]
  const left = new Map((progress?.left ?? []).map((cost) => [cellName(cost.cell), cost]))
  const all = cells(named.name, named.study)
  const say = () => reportProgress({ task: named.name, done: done.length, total: all.length, unit: "trainings" })
  yield* say()
  for (const cell of mostInformativeFirst(named.name, named.study)) {
    const cost = left.get(cellName(cell))
    if (cost === undefined) continue
    const millis = yield* millisLeft
    if (millis <= 0) break
    if (1000 * (expectedSeconds(done, cost) ?? 0) > millis) continue
    const run = yield* Effect.timeoutOption(obtain(cellTarget(named, cell)), millis)
    if (Option.isNone(run)) break
    done.push(run.value.value)
    yield* say()
  }
  if (done.length === 0) {
    return yield* new PipelineError({
      reason: "BudgetTooSmall",
      message: `${named.file}: no training was finished within ${seconds} s; give --max-time more, and what was begun goes on.`
    })
  }
  const trained = new Set(done.map(({ cell }) => cellName(cell)))
  const isTrained = (cell: Cell) => trained.has(cellName(cell))
  return yield* obtain(reportTarget(named, all.filter(isTrained)))
})
