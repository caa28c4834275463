import { variableName, variableOperation } from "./operations/leaves.ts"
import { TensorError } from "./tensorError.ts"
import { showType } from "./tensorType.ts"
import { topologicalOrder } from "./topologicalOrder.ts"
import { outputOf, type Value } from "./value.ts"

/** A change of state at the end of a run. All values are computed from the state before it. */
export type Update =
  | { readonly kind: "assign"; readonly variable: Value; readonly value: Value }
  | {
      /**
       * velocity ← momentum · velocity + gradient; variable ← variable − rate · (nesterov ? gradient + momentum ·
       * velocity : velocity)
       */
      readonly kind: "momentum"
      readonly variable: Value
      readonly velocity: Value
      readonly gradient: Value
      readonly learningRate: Value
      readonly momentum: number
      readonly nesterov: boolean
    }

/** What a run computes and what it changes. Inputs are known by the names that they were made with. */
export interface Program {
  readonly outputs: Readonly<Record<string, Value>>
  readonly updates: ReadonlyArray<Update>
}

/** The values that an update reads. */
export const updateOperands = (update: Update): ReadonlyArray<Value> =>
  update.kind === "assign" ? [update.value] : [update.velocity, update.gradient, update.learningRate]

/** The same update with its operands replaced. */
const mapOperands = (update: Update, f: (value: Value) => Value): Update =>
  update.kind === "assign"
    ? { ...update, value: f(update.value) }
    : { ...update, gradient: f(update.gradient), learningRate: f(update.learningRate) }

/** The same program with everything that a run has to compute replaced; variables stay what they are. */
export const mapRoots = (program: Program, f: (value: Value) => Value): Program => ({
  outputs: Object.fromEntries(Object.entries(program.outputs).map(([name, value]) => [name, f(value)])),
  updates: program.updates.map((update) => mapOperands(update, f))
})

/** The variables that an update changes. */
export const updatedVariables = (update: Update): ReadonlyArray<Value> =>
  update.kind === "assign" ? [update.variable] : [update.variable, update.velocity]

/** Everything that a run of the program has to compute. */
export const programRoots = (program: Program): ReadonlyArray<Value> => [
  ...Object.values(program.outputs),
  ...program.updates.flatMap((update) => [...updateOperands(update), ...updatedVariables(update)])
]

/** The distinct variables of a program by name, in order of first use. Throws TensorError where two share a name. */
export const programVariables = (program: Program): ReadonlyMap<string, Value> => {
  const variables = new Map<string, Value>()
  for (const node of topologicalOrder(programRoots(program))) {
    if (node.operation.name !== variableOperation.name) continue
    const value = outputOf(node, 0)
    const name = variableName(value)
    if (variables.has(name)) throw new TensorError("program", `two variables are named "${name}"`)
    variables.set(name, value)
  }
  return variables
}

const checkFits = (variable: Value, value: Value) => {
  if (showType(variable) === showType(value)) return
  throw new TensorError(
    "program",
    `"${variableName(variable)}" is ${showType(variable)} and cannot take ${showType(value)}`
  )
}

const checkUpdate = (update: Update) => {
  const { variable } = update
  if (update.kind === "assign") return checkFits(variable, update.value)
  const { gradient, learningRate, velocity } = update
  if (variable.dtype !== "float32" || showType(learningRate) !== "float32[]") {
    throw new TensorError(
      "program",
      `momentum changes float32 by a rate of float32[], not ${showType(variable)} by ${showType(learningRate)}`
    )
  }
  checkFits(variable, gradient)
  checkFits(velocity, variable)
}

/** Throws TensorError if an update does not fit its variable, or if two change the same one. */
export const checkProgram = (program: Program): Program => {
  const changed = new Set<string>()
  for (const update of program.updates) {
    checkUpdate(update)
    for (const name of updatedVariables(update).map(variableName)) {
      if (changed.has(name)) throw new TensorError("program", `"${name}" is changed twice in one run`)
      changed.add(name)
    }
  }
  programVariables(program)
  return program
}
