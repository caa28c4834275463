import { availableParallelism } from "node:os"
import { Context } from "effect"

/**
 * How many threads may measure images at once; by default as many as there are processors. It changes how long a
 * profile takes, and nothing in it.
 */
export const WorkerCount = Context.Reference<number>("@ebcle/entropy/WorkerCount", {
  defaultValue: () => availableParallelism()
})
