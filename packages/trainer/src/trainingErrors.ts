import type { Cell } from "@ebcle/core"
import type { EngineError } from "@ebcle/engine"
import { Effect } from "effect"
import { LayerError } from "./layerError.ts"
import type { TrainingTask } from "./trainCell.ts"
import { TrainerError } from "./trainerError.ts"

/** What a training is called in messages. */
export const nameOf = ({ model, seed, variant }: Cell): string => `${model} ${variant} seed ${seed}`

/** A network whose layers do not fit together is the caller's. */
export const networkInvalid = <A, E, R>(training: Effect.Effect<A, E, R>, { cell }: TrainingTask) =>
  Effect.catchDefect(training, (defect) => {
    if (!(defect instanceof LayerError)) return Effect.die(defect)
    const message = `${nameOf(cell)}: ${defect.message}; mend the architecture, or give it other images.`
    return Effect.fail(new TrainerError({ reason: "NetworkInvalid", message }))
  })

/** What the engine cannot allocate is asked for by the task. */
export const outOfMemory = <A, R>(training: Effect.Effect<A, TrainerError | EngineError, R>, { cell }: TrainingTask) =>
  Effect.mapError(training, (error) => {
    if (error.reason !== "OutOfMemory" || error._tag === "TrainerError") return error
    const said = error.message.replace(/\.$/, "")
    const message = `${nameOf(cell)}: ${said}; lower recipe.batchSize or free memory, and run again.`
    return new TrainerError({ reason: "OutOfMemory", message })
  })
