import {
  type Cell,
  type EpochRecord,
  type IdentityOnset,
  type ProbePlan,
  type Recipe,
  reportProgress,
  type TrainingFigures
} from "@ebcle/core"
import { type Engine, type EngineError, type HostTensors, int32 } from "@ebcle/engine"
import { type Architecture, summarise } from "@ebcle/zoo"
import { Effect, type Scope } from "effect"
import { Checkpoints } from "./checkpoints.ts"
import { describeFigures } from "./describeFigures.ts"
import { epochOrder } from "./epochOrder.ts"
import { firstNonFinite } from "./firstNonFinite.ts"
import { openTraining, workPerCall } from "./openTraining.ts"
import { identityOnset } from "./probe/identityOnset.ts"
import { type ProbedBlock, probedBlocks } from "./probe/probedBlocks.ts"
import { randomStream } from "./randomStream.ts"
import type { Weights } from "./safetensors.ts"
import { seconds, timed } from "./stopwatch.ts"
import { TrainerError } from "./trainerError.ts"
import type { TrainingData } from "./trainingData.ts"
import { nameOf, networkInvalid, outOfMemory } from "./trainingErrors.ts"
import { readFloats, readWeights, stateNames, writeFloats, writeStart } from "./trainingSession.ts"
import { names } from "./variableNames.ts"

/** What one training is given. */
export interface TrainingTask {
  readonly cell: Cell
  readonly architecture: Architecture
  readonly recipe: Recipe
  /** Absent where the blocks are not looked at. */
  readonly probe?: ProbePlan | undefined
  readonly train: TrainingData
  readonly test: TrainingData
}

/** What one training gives, before it is known where it ran. Times in seconds. */
export interface TrainingResult {
  readonly stepsPerEpoch: number
  readonly epochs: ReadonlyArray<EpochRecord>
  readonly timing: {
    readonly build: number
    readonly firstCall: number
    readonly train: number
    readonly evaluate: number
    readonly total: number
  }
  readonly weights: ReadonlyMap<string, Weights>
  /** Of a training that is probed, if its network has two blocks with a ratio. */
  readonly identity?: IdentityOnset | undefined
}

/** Steps of the call that warms the engine up; its effect is undone. */
const warmUpSteps = 2

/** Between the parts of the set-up, which take up to seconds, where there is nothing to keep yet. */
const stopIfTold = Effect.interruptible(Effect.yieldNow)

/** Sums over the calls of a loop so far. */
interface Totals {
  /** Steps done. */
  readonly done: number
  readonly loss: number
  readonly correct: number
  /** Of the calls alone. */
  readonly seconds: number
}

const nothing: Totals = { done: 0, loss: 0, correct: 0, seconds: 0 }

/** Runs a loop to its end in calls of at most `chunk` steps, from where `totals` says it is, and adds up its outputs. */
const sumLoop = (
  call: (done: number, steps: number) => Effect.Effect<HostTensors, EngineError>,
  range: { readonly count: number; readonly chunk: number; readonly totals: Totals },
  afterCall: (
    totals: Totals,
    call: { readonly loss: number; readonly steps: number }
  ) => Effect.Effect<void, TrainerError | EngineError>
) =>
  Effect.gen(function* () {
    let { totals } = range
    while (totals.done < range.count) {
      const steps = Math.min(range.chunk, range.count - totals.done)
      const [outputs, callSeconds] = yield* timed(call(totals.done, steps))
      const loss = outputs.loss!.data[0]!
      totals = {
        done: totals.done + steps,
        loss: totals.loss + loss,
        correct: totals.correct + outputs.correct!.data[0]!,
        seconds: totals.seconds + callSeconds
      }
      yield* afterCall(totals, { loss: loss / steps, steps })
    }
    return totals
  })

/**
 * Trains one cell from its seed on the engine at hand and evaluates it after every epoch.
 *
 * Of a task with a probe, the blocks are looked at after every epoch, outside the times of training and evaluation.
 *
 * `timing.train` counts the calls that train and nothing else: the first call, which the engine uses to plan and to
 * allocate, is made before and undone.
 *
 * Goes on from the last of `Checkpoints`, if there is one, and then ends with the same bits as an unbroken training.
 * Interrupted, it ends with the call under way and keeps a checkpoint.
 *
 * @errors TrainerError DataTooSmall, NetworkInvalid, OutOfMemory, Diverged, NotWritable; EngineError
 */
export const trainCell = Effect.fnUntraced(
  function* (task: TrainingTask): Effect.fn.Return<TrainingResult, TrainerError | EngineError, Engine | Scope.Scope> {
    const { architecture, cell, recipe, test, train } = task
    const begun = yield* seconds
    const taskName = nameOf(cell)
    const { buildSeconds, built, chunk, feed, session, testBatch } = yield* openTraining(task)
    yield* stopIfTold
    const { stepsPerEpoch, testSteps } = built
    const readState = readFloats(session, stateNames(built))
    const diverged = Effect.fnUntraced(function* (what: string) {
      const broken = firstNonFinite(yield* readState)
      const where = broken === undefined ? "" : `; ${broken} is the first variable that is not finite`
      return yield* new TrainerError({
        reason: "Diverged",
        message: `${taskName}: ${what}${where}; lower recipe.learningRate.peak.`
      })
    })
    const [, firstCall] = yield* timed(session.loop("train", 0, Math.min(warmUpSteps, stepsPerEpoch)))
    yield* stopIfTold
    yield* writeStart(session, built, cell.seed)

    const checkpoints = yield* Checkpoints
    const checkpoint = yield* checkpoints.load
    if (checkpoint !== undefined) yield* writeFloats(session, checkpoint.state)
    const elapsedBefore = checkpoint?.progress.elapsed ?? 0
    const epochs: Array<EpochRecord> = [...(checkpoint?.progress.epochs ?? [])]
    /** Of the epoch that a checkpoint was taken in; later ones begin with nothing. */
    let totals: Totals =
      checkpoint === undefined
        ? nothing
        : { ...checkpoint.progress, done: checkpoint.progress.stepsDone, seconds: checkpoint.progress.trainSeconds }
    const stepsBefore = () => epochs.length * stepsPerEpoch
    let saved = { step: stepsBefore() + totals.done, at: yield* seconds }

    const save = Effect.fnUntraced(function* (now: Totals) {
      const state = yield* readState
      // The loss of a step says nothing about the weights that the step leaves.
      if (firstNonFinite(state) !== undefined) {
        return yield* diverged(
          `the weights are gone after step ${stepsBefore() + now.done} (epoch ${epochs.length + 1})`
        )
      }
      const { correct, done, loss } = now
      const elapsed = elapsedBefore + (yield* seconds) - begun
      const progress = { stepsDone: done, loss, correct, trainSeconds: now.seconds, epochs, elapsed }
      yield* checkpoints.save({ progress, state })
      saved = { step: stepsBefore() + done, at: yield* seconds }
    })
    const saveIfDue = Effect.fnUntraced(function* (now: Totals) {
      const { every } = checkpoints
      const steps = stepsBefore() + now.done - saved.step
      const waited = (yield* seconds) - saved.at
      if (steps >= (every.steps ?? Number.POSITIVE_INFINITY) || waited >= (every.seconds ?? Number.POSITIVE_INFINITY)) {
        yield* save(now)
      }
    })
    /** Calls block the process; between them it hears that it is to stop, and keeps what it has. */
    const listen = (now: Totals) => Effect.onInterrupt(Effect.interruptible(Effect.yieldNow), () => save(now))

    let probed: ReadonlyArray<ProbedBlock> | undefined
    const testChunk = Math.max(1, Math.round(workPerCall / (summarise(architecture).macs * testBatch)))
    const total = recipe.epochs * stepsPerEpoch
    const report = (done: number, training: TrainingFigures) =>
      reportProgress({ task: taskName, done, total, unit: "steps", detail: describeFigures(training), training })
    for (let epoch = epochs.length + 1; epoch <= recipe.epochs; epoch++) {
      const order = epochOrder(train.count, cell.seed, epoch)
      yield* session.write({ [names.order]: int32(order) })
      const start = (epoch - 1) * stepsPerEpoch
      const figures = (now: Totals): TrainingFigures => ({
        epoch,
        epochs: recipe.epochs,
        loss: now.loss / now.done,
        accuracy: now.correct / (now.done * recipe.batchSize),
        imagesPerSecond: (now.done * recipe.batchSize) / now.seconds
      })
      const trainCall = (done: number, steps: number) =>
        Effect.andThen(feed(order, done), session.loop("train", start + done, steps))
      const trained = yield* sumLoop(trainCall, { count: stepsPerEpoch, chunk, totals }, (now, { loss, steps }) =>
        Effect.gen(function* () {
          const done = start + now.done
          if (!Number.isFinite(loss)) {
            return yield* diverged(`the loss is ${loss} in steps ${done - steps + 1} to ${done} (epoch ${epoch})`)
          }
          yield* report(done, figures(now))
          yield* saveIfDue(now)
          yield* listen(now)
        })
      )
      totals = nothing
      const testCall = (done: number, steps: number) => session.loop("evaluate", done, steps)
      const end = start + stepsPerEpoch
      const tested = yield* sumLoop(testCall, { count: testSteps, chunk: testChunk, totals: nothing }, (_, { loss }) =>
        Number.isFinite(loss)
          ? Effect.andThen(report(end, figures(trained)), listen(trained))
          : diverged(`the test loss is ${loss} after epoch ${epoch}`)
      )
      probed = task.probe && probedBlocks(architecture, yield* session.run("probe"))
      const seen = stepsPerEpoch * recipe.batchSize
      const onTest = { testLoss: tested.loss / test.count, testAccuracy: tested.correct / test.count }
      yield* report(end, { ...figures(trained), ...onTest })
      epochs.push({
        epoch,
        loss: trained.loss / stepsPerEpoch,
        accuracy: trained.correct / seen,
        ...onTest,
        trainSeconds: trained.seconds,
        evaluateSeconds: tested.seconds,
        imagesPerSecond: seen / trained.seconds,
        ...(probed && { blocks: probed.map(({ record }) => record) })
      })
    }

    const sum = (field: "trainSeconds" | "evaluateSeconds") =>
      epochs.reduce((total, record) => total + record[field], 0)
    return {
      stepsPerEpoch,
      epochs,
      timing: {
        build: buildSeconds,
        firstCall,
        train: sum("trainSeconds"),
        evaluate: sum("evaluateSeconds"),
        total: elapsedBefore + (yield* seconds) - begun
      },
      weights: yield* readWeights(session, built),
      identity: identityOnset(
        (probed ?? []).flatMap(({ ratios }) => (ratios === undefined ? [] : [ratios])),
        randomStream(cell.seed, "probe")
      )
    }
  },
  outOfMemory,
  networkInvalid,
  Effect.uninterruptible
)
