import type { Engine, MemoryEstimate } from "@ebcle/engine"
import { Effect } from "effect"
import { HostMemory } from "./hostMemory.ts"
import { TrainerError } from "./trainerError.ts"
import type { TrainingModule } from "./trainingModule.ts"

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`

/** The largest batch below `tooLarge` that `fits`, a multiple of `step`; 0 if none does. Larger batches never need less. */
const largestThatFits = (tooLarge: number, step: number, fits: (batchSize: number) => boolean): number => {
  let [fitting, failing] = [0, Math.ceil(tooLarge / step)]
  while (failing - fitting > 1) {
    const middle = Math.floor((fitting + failing) / 2)
    if (fits(middle * step)) fitting = middle
    else failing = middle
  }
  return fitting * step
}

/**
 * Refuses a training that would not fit into memory, before anything is allocated, and names the batch size that would.
 *
 * @param build makes the training's module for a batch size
 * @errors TrainerError OutOfMemory
 */
export const requireMemory = Effect.fnUntraced(function* (
  engine: Engine["Service"],
  task: { readonly name: string; readonly batchSize: number; readonly microBatches: number },
  build: (batchSize: number) => TrainingModule
): Effect.fn.Return<void, TrainerError> {
  // A GPU's memory is its own; TensorFlow says itself when it is spent.
  if (engine.facts.device !== "cpu") return
  const free = yield* (yield* HostMemory).available
  const total = ({ state, working }: MemoryEstimate) => state + working
  const needed = (batchSize: number) => total(engine.memoryOf(build(batchSize).module))
  const wanted = needed(task.batchSize)
  if (wanted <= free) return
  const fitting = largestThatFits(task.batchSize, task.microBatches, (batchSize) => needed(batchSize) <= free)
  const cure = fitting === 0 ? "free memory or train a smaller network" : `set recipe.batchSize to ${fitting} at most`
  return yield* new TrainerError({
    reason: "OutOfMemory",
    message: `${task.name}: a batch of ${task.batchSize} needs about ${gibibytes(wanted)} and ${gibibytes(free)} are free; ${cure}.`
  })
})
