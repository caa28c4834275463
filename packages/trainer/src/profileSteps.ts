import { reportProgress } from "@ebcle/core"
import type { Engine, EngineError, OperationTime } from "@ebcle/engine"
import { multiplyAdds } from "@ebcle/tensor"
import type { Architecture } from "@ebcle/zoo"
import { Effect, type Scope } from "effect"
import { matrixPeak } from "./matrixPeak.ts"
import { networkParts, partOf } from "./networkParts.ts"
import { openTraining } from "./openTraining.ts"
import type { MeasuredSteps, ProfiledOperation } from "./stepProfile.ts"
import { timed } from "./stopwatch.ts"
import type { TrainingTask } from "./trainCell.ts"
import type { TrainerError } from "./trainerError.ts"
import { nameOf, networkInvalid, outOfMemory } from "./trainingErrors.ts"
import { writeStart } from "./trainingSession.ts"

/** Plain and timed calls take turns, so that both see the machine in the same state. */
const rounds = 4

const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((total, number) => total + number, 0)

/** The mean over all steps, of runs that list the same operations. */
const meanTimes = (
  runs: ReadonlyArray<ReadonlyArray<OperationTime>>,
  steps: number,
  architecture: Architecture
): ReadonlyArray<ProfiledOperation> => {
  const part = partOf(architecture)
  return runs[0]!.map(({ layer, operation, phase }, i) => ({
    operation,
    layer: layer ?? null,
    part: layer === undefined ? "other" : part(layer),
    phase,
    seconds: sum(runs.map((run) => run[i]!.seconds)) / steps
  }))
}

/**
 * Measures the first steps of a training, each operation of it, and the machine's rate of matrix products beside them.
 *
 * Every call starts where the training starts, so the timed steps compute what the plain ones do.
 *
 * @errors TrainerError DataTooSmall, NetworkInvalid, OutOfMemory; EngineError, TimesUnavailable among them
 */
export const profileSteps = Effect.fnUntraced(
  function* (task: TrainingTask): Effect.fn.Return<MeasuredSteps, TrainerError | EngineError, Engine | Scope.Scope> {
    const { architecture, cell, recipe } = task
    const { built, chunk, session } = yield* openTraining(task, ({ entryPoints }) => ({
      entryPoints: { ...entryPoints, timed: { kind: "timed", program: entryPoints.train!.program } }
    }))
    const fromStart = Effect.fnUntraced(function* <A, E>(call: Effect.Effect<A, E>) {
      yield* writeStart(session, built, cell.seed)
      return yield* timed(call)
    })
    const plainCall = fromStart(session.loop("train", 0, chunk))
    const timedCall = fromStart(session.time("timed", 0, chunk))
    // The first calls plan and allocate.
    yield* timedCall
    yield* plainCall
    let [plainSeconds, timedSeconds] = [0, 0]
    const runs: Array<ReadonlyArray<OperationTime>> = []
    for (let round = 1; round <= rounds; round++) {
      plainSeconds += (yield* plainCall)[1]
      const [{ operations }, seconds] = yield* timedCall
      timedSeconds += seconds
      runs.push(operations)
      yield* reportProgress({ task: nameOf(cell), done: round, total: rounds, unit: "measurements" })
    }
    const steps = rounds * chunk
    const operations = meanTimes(runs, steps, architecture)
    const present = new Set(operations.map(({ part }) => part))
    return {
      steps,
      stepSeconds: plainSeconds / steps,
      timedSeconds: timedSeconds / steps,
      multiplyAdds: multiplyAdds(built.module.entryPoints.train!.program),
      peak: yield* matrixPeak(recipe.precision),
      parts: [...new Set([...networkParts(architecture).map(({ name }) => name), "loss", ...present])].filter((part) =>
        present.has(part)
      ),
      operations
    }
  },
  outOfMemory,
  networkInvalid
)
