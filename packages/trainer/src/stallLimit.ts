import { Context } from "effect"

/**
 * After how many seconds without a word a training process counts as hanging. It speaks after each call to the engine,
 * which is about a second of work; only the first takes longer, and ten minutes is more than the slowest needs.
 */
export const StallLimit = Context.Reference<number>("@ebcle/trainer/StallLimit", { defaultValue: () => 600 })
