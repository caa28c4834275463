import { Effect } from "effect"
import { TrainerError } from "./trainerError.ts"

/** How a process ended. */
export type ProcessEnd = { readonly code: number } | { readonly signal: string }

/** What TensorFlow (before it crashes, in a kernel of oneDNN), the C++ library and Node say of memory that they lack. */
const memoryIsSpent = /OOM when allocating tensor with shape\[[\d,]*\]|std::bad_alloc|JavaScript heap out of memory/
const askingNode = /requested by op (?:\S*\/body\/_\d+\/)?(\S+)/

const cure = "lower recipe.batchSize or free memory, and run the same command again to go on"

/**
 * Why a training process ended without a last word: for lack of memory, or for a reason that is a defect.
 *
 * @param errors what it wrote on standard error
 * @errors TrainerError OutOfMemory
 */
export const suddenEnd = (name: string, end: ProcessEnd, errors: string): Effect.Effect<never, TrainerError> => {
  const outOfMemory = (what: string) =>
    new TrainerError({ reason: "OutOfMemory", message: `${name}: the training process ${what}; ${cure}.` })
  const spent = memoryIsSpent.exec(errors)
  if (spent !== null) {
    const node = askingNode.exec(errors)?.[1]
    return outOfMemory(`ran out of memory (${spent[0]}${node === undefined ? "" : ` in ${node}`})`)
  }
  if ("signal" in end && end.signal === "SIGKILL") {
    return outOfMemory("was killed (SIGKILL), as the system does when memory runs out")
  }
  const how = "signal" in end ? end.signal : `exit code ${end.code}`
  return Effect.die(new Error(`${name}: the training process ended without a word (${how}).\n${errors.trimEnd()}`))
}
