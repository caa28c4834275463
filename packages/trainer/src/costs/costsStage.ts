import { EngineDescription, Recipe, stage } from "@ebcle/core"
import { fitCosts, workSeconds } from "@ebcle/zoo"
import { Effect, type FileSystem, type Path, Schema } from "effect"
import type { ChildProcessSpawner } from "effect/process"
import { EngineChoice } from "../engineChoice.ts"
import type { TrainerError } from "../trainerError.ts"
import { trainingProcess } from "../trainingProcess.ts"

/** What the costs of training steps depend on, the machine aside. */
export const CostsParams = Schema.Struct({ engine: EngineChoice, precision: Recipe.fields.precision })
export type CostsParams = typeof CostsParams.Type

const Seconds = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))
const Rates = Schema.Struct({ perMultiplyAdd: Seconds, perByte: Seconds, perLayer: Seconds })

/** What a training step costs on this machine, and the networks from whose steps it was learnt. */
export const StepCosts = Schema.Struct({
  model: Schema.Struct({
    convolution: Rates,
    grouped: Rates,
    dense: Rates,
    elementwise: Rates,
    update: Rates
  }),
  /** How long their steps took, and how long the model says that they take without the data and the loss. */
  networks: Schema.Array(
    Schema.Struct({ network: Schema.String, batch: Schema.Int, measured: Seconds, predicted: Seconds })
  ),
  engine: EngineDescription
})
export type StepCosts = typeof StepCosts.Type

/**
 * Measures training steps on this machine, in a process of its own, and fits a cost model to them: `costs.json`. Steps
 * of 32 images are measured; others are taken to cost in proportion. The artifact is of the machine that it was made on; remove
 * it where another one goes on with the same folder.
 *
 * @errors TrainerError with the child's own reason, TimesUnavailable on a GPU
 */
export const costsStage = stage({
  name: "costs",
  version: 1,
  params: CostsParams,
  output: StepCosts,
  file: "costs.json",
  run: Effect.fnUntraced(function* ({
    params
  }: {
    readonly folder: string
    readonly inputs: Readonly<Record<never, never>>
    readonly params: CostsParams
  }): Effect.fn.Return<
    StepCosts,
    TrainerError,
    FileSystem.FileSystem | Path.Path | ChildProcessSpawner.ChildProcessSpawner
  > {
    const { engine, measured } = yield* trainingProcess({ wants: "costs", ...params }, "costs of training steps")
    const model = fitCosts(measured.flatMap(({ works }) => works))
    const networks = measured.map(({ batch, network, stepSeconds, works }) => ({
      network,
      batch,
      measured: stepSeconds,
      predicted: workSeconds(model, works)
    }))
    return { model, networks, engine }
  })
})
