import { type Phase, type Program, type Update, updatedVariables } from "@ebcle/tensor"
import { runningOrder } from "./runningOrder.ts"

/** An operation of a program as it runs, or one of its updates, by the name of its kind. */
export interface RunOperation {
  readonly operation: string
  readonly layer: string | undefined
  readonly phase: Phase
}

/** How long an operation took, in seconds, all runs together. */
export interface OperationTime extends RunOperation {
  readonly seconds: number
}

/** What is there before a run begins. */
const given: ReadonlySet<string> = new Set(["constant", "input"])

export const isGiven = (operation: string): boolean => given.has(operation)

/** All that a run of a program does, in the order in which it is timed: operations, then updates. */
export const runOperations = (program: Program): ReadonlyArray<RunOperation> => [
  ...runningOrder(program)
    .filter(({ operation }) => !isGiven(operation.name))
    .map(({ layer, operation, phase }) => ({ operation: operation.name, layer, phase })),
  ...program.updates.map((update: Update): RunOperation => {
    const { layer } = updatedVariables(update)[0]!.node
    return { operation: update.kind, layer, phase: "optimizer" }
  })
]
