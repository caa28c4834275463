import { type Cell, type EpochRecord, type Recipe, reportProgress } from "@ebcle/core"
import { Engine, type EngineError, float32, int32, type Session, uint8 } from "@ebcle/engine"
import { type Architecture, summarise } from "@ebcle/zoo"
import { Clock, Effect, type Scope } from "effect"
import { epochOrder } from "./epochOrder.ts"
import { initialParameter } from "./initialParameter.ts"
import { learningRates } from "./learningRates.ts"
import type { Weights } from "./safetensors.ts"
import { TrainerError } from "./trainerError.ts"
import { pixelStatistics, type TrainingData } from "./trainingData.ts"
import { names, type TrainingModule, trainingModule } from "./trainingModule.ts"

/** What one training is given. */
export interface TrainingTask {
  readonly cell: Cell
  readonly architecture: Architecture
  readonly recipe: Recipe
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
}

/** Steps of the call that warms the engine up; its effect is undone. */
const warmUpSteps = 2
/** Multiply-adds, forward and backward, that one call should do: about a second of work, and a fixed rule so that equal seeds sum equally. */
const workPerCall = 5e10
const testBatch = 500

const seconds = Effect.map(Clock.currentTimeNanos, (nanos) => Number(nanos) / 1e9)

const timed = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const before = yield* seconds
    const value = yield* effect
    return [value, (yield* seconds) - before] as const
  })

const writeData = (session: Session, { recipe, test, train, architecture }: TrainingTask, stepsPerEpoch: number) => {
  const channels = architecture.input[2]
  const { mean, scale } = pixelStatistics(train.images, channels)
  return session.write({
    [names.images("train")]: uint8(train.images, [train.count, ...architecture.input]),
    [names.labels("train")]: int32(train.labels),
    [names.images("test")]: uint8(test.images, [test.count, ...architecture.input]),
    [names.labels("test")]: int32(test.labels),
    [names.pixelMean]: float32(mean),
    [names.pixelScale]: float32(scale),
    [names.learningRates]: float32(learningRates(recipe.learningRate, recipe.epochs, stepsPerEpoch)),
    [names.order]: int32(Int32Array.from({ length: train.count }, (_, i) => i))
  })
}

/** Sets every parameter to its start and every velocity to 0. */
const writeStart = (session: Session, { parameters }: TrainingModule, seed: number) =>
  session.write(
    Object.fromEntries(
      parameters.flatMap((parameter) => {
        const { name, role, value } = parameter
        const start = float32(initialParameter(parameter, seed), value.shape)
        return role === "movingMean" || role === "movingVariance"
          ? [[name, start]]
          : [
              [name, start],
              [names.velocity(name), float32(new Float32Array(start.data.length), value.shape)]
            ]
      })
    )
  )

/** Runs a loop in calls of at most `chunk` steps and adds up its outputs. */
const sumLoop = (
  session: Session,
  entryPoint: "train" | "evaluate",
  range: { readonly start: number; readonly count: number; readonly chunk: number },
  afterCall: (done: number, loss: number) => Effect.Effect<void, TrainerError>
) =>
  Effect.gen(function* () {
    const total = { loss: 0, correct: 0 }
    for (let done = 0; done < range.count; done += range.chunk) {
      const steps = Math.min(range.chunk, range.count - done)
      const outputs = yield* session.loop(entryPoint, range.start + done, steps)
      const loss = outputs.loss!.data[0]!
      total.loss += loss
      total.correct += outputs.correct!.data[0]!
      yield* afterCall(done + steps, loss / steps)
    }
    return total
  })

/**
 * Trains one cell from its seed on the engine at hand and evaluates it after every epoch.
 *
 * `timing.train` counts the calls that train and nothing else: the first call, which the engine uses to plan and to
 * allocate, is made before and undone.
 *
 * @errors TrainerError DataTooSmall, Diverged; EngineError
 */
export const trainCell = Effect.fnUntraced(function* (
  task: TrainingTask
): Effect.fn.Return<TrainingResult, TrainerError | EngineError, Engine | Scope.Scope> {
  const { architecture, cell, recipe, test, train } = task
  if (train.count < recipe.batchSize) {
    return yield* new TrainerError({
      reason: "DataTooSmall",
      message: `a batch of ${recipe.batchSize} does not fit into ${train.count} training images; lower recipe.batchSize or raise dataset.trainImages.`
    })
  }
  const engine = yield* Engine
  const begun = yield* seconds
  const taskName = `${cell.model} ${cell.variant} seed ${cell.seed}`
  const diverged = (what: string) =>
    Effect.fail(
      new TrainerError({
        reason: "Diverged",
        message: `${taskName}: ${what}; lower recipe.learningRate.peak.`
      })
    )
  const [[session, built], build] = yield* timed(
    Effect.gen(function* () {
      const built = trainingModule(architecture, recipe, {
        trainImages: train.count,
        testImages: test.count,
        testBatch: Math.min(testBatch, test.count)
      })
      return [yield* engine.open(built.module), built] as const
    })
  )
  const { stepsPerEpoch, testSteps } = built
  yield* writeData(session, task, stepsPerEpoch)
  yield* writeStart(session, built, cell.seed)
  const [, firstCall] = yield* timed(session.loop("train", 0, Math.min(warmUpSteps, stepsPerEpoch)))
  yield* writeStart(session, built, cell.seed)

  const chunk = Math.min(
    100,
    Math.max(1, Math.round(workPerCall / (3 * summarise(architecture).macs * recipe.batchSize)))
  )
  const epochs: Array<EpochRecord> = []
  const totalSteps = recipe.epochs * stepsPerEpoch
  for (let epoch = 1; epoch <= recipe.epochs; epoch++) {
    yield* session.write({ [names.order]: int32(epochOrder(train.count, cell.seed, epoch)) })
    const start = (epoch - 1) * stepsPerEpoch
    const [trained, trainSeconds] = yield* timed(
      sumLoop(session, "train", { start, count: stepsPerEpoch, chunk }, (done, loss) =>
        Number.isFinite(loss)
          ? reportProgress({
              task: taskName,
              done: start + done,
              total: totalSteps,
              unit: "steps",
              detail: `epoch ${epoch}/${recipe.epochs}, loss ${loss.toFixed(4)}`
            })
          : diverged(`the loss is ${loss} at step ${start + done}`)
      )
    )
    const [tested, evaluateSeconds] = yield* timed(
      sumLoop(session, "evaluate", { start: 0, count: testSteps, chunk: testSteps }, (_, loss) =>
        Number.isFinite(loss) ? Effect.void : diverged(`the test loss is ${loss} after epoch ${epoch}`)
      )
    )
    const seen = stepsPerEpoch * recipe.batchSize
    epochs.push({
      epoch,
      loss: trained.loss / stepsPerEpoch,
      accuracy: trained.correct / seen,
      testLoss: tested.loss / test.count,
      testAccuracy: tested.correct / test.count,
      trainSeconds,
      evaluateSeconds,
      imagesPerSecond: seen / trainSeconds
    })
  }

  const kept = [...built.parameters.map(({ name }) => name), names.pixelMean, names.pixelScale]
  const read = yield* session.read(kept)
  const weights = new Map(
    kept.map((name) => {
      const { data, shape } = read[name]!
      return [name, { shape, data: Float32Array.from(data) }] as const
    })
  )
  const sum = (field: "trainSeconds" | "evaluateSeconds") => epochs.reduce((total, record) => total + record[field], 0)
  return {
    stepsPerEpoch,
    epochs,
    timing: {
      build,
      firstCall,
      train: sum("trainSeconds"),
      evaluate: sum("evaluateSeconds"),
      total: (yield* seconds) - begun
    },
    weights
  }
})
