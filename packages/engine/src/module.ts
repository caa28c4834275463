import {
  checkProgram,
  type DType,
  type Program,
  programRoots,
  programVariables,
  showType,
  TensorError,
  type TensorType,
  topologicalOrder,
  type Value
} from "@ebcle/tensor"

/**
 * An entry point of a module.
 *
 * `once` runs its program a single time. `loop` runs it for `step` = start, start + 1, … (`start` and `count` are given
 * with each call), each run seeing the state that the one before left, and returns the sum of each output over the runs;
 * its program's only input is the int32 scalar `step`. `timed` does what `loop` does one operation after the other, and
 * says how long each took.
 */
export type EntryPoint =
  | { readonly kind: "once"; readonly program: Program }
  | { readonly kind: "loop"; readonly program: Program }
  | { readonly kind: "timed"; readonly program: Program }

/** Entry points that share their variables by name. */
export interface Module {
  readonly entryPoints: Readonly<Record<string, EntryPoint>>
}

/** Name of the input of a loop's program. */
export const stepInput = "step"

const sameType = (what: string, name: string, a: TensorType | undefined, b: TensorType) => {
  if (a === undefined || showType(a) === showType(b)) return
  throw new TensorError("module", `the ${what} "${name}" has two types, ${showType(a)} and ${showType(b)}`)
}

/** The inputs of a program by name. Throws TensorError where two of one name differ in type. */
export const programInputs = (program: Program): ReadonlyMap<string, Value> => {
  const inputs = new Map<string, Value>()
  for (const node of topologicalOrder(programRoots(program))) {
    if (node.operation.name !== "input") continue
    const { name } = node.attributes as { readonly name: string }
    const value: Value = { ...node.outputs[0]!, node, index: 0 }
    sameType("input", name, inputs.get(name), value)
    inputs.set(name, value)
  }
  return inputs
}

/** The variables of all entry points by name. Throws TensorError where two of one name differ in type. */
export const moduleVariables = (module: Module): ReadonlyMap<string, Value> => {
  const variables = new Map<string, Value>()
  for (const { program } of Object.values(module.entryPoints)) {
    for (const [name, value] of programVariables(program)) {
      sameType("variable", name, variables.get(name), value)
      variables.set(name, value)
    }
  }
  return variables
}

/** Element types of the tensors that go in and out of a session, and those that a loop can sum. */
const exchanged: ReadonlyArray<DType> = ["float32", "int32", "uint8"]
const summed: ReadonlyArray<DType> = ["float32", "int32"]

const checkTypes = (what: string, values: Iterable<readonly [string, TensorType]>, types: ReadonlyArray<DType>) => {
  for (const [name, type] of values) {
    if (!types.includes(type.dtype)) {
      throw new TensorError("module", `the ${what} "${name}" is ${showType(type)}; it must be ${types.join(" or ")}`)
    }
  }
}

/** Throws TensorError if an entry point cannot be run. */
export const checkModule = (module: Module): Module => {
  for (const [name, { kind, program }] of Object.entries(module.entryPoints)) {
    checkProgram(program)
    const inputs = programInputs(program)
    checkTypes(`output of ${name}`, Object.entries(program.outputs), kind === "once" ? exchanged : summed)
    checkTypes(`input of ${name}`, inputs, exchanged)
    if (kind === "once") continue
    for (const [input, type] of inputs) {
      if (input !== stepInput || showType(type) !== "int32[]") {
        throw new TensorError(
          "module",
          `the loop "${name}" takes the input "${input}" of ${showType(type)}; only "${stepInput}" of int32[] is given`
        )
      }
    }
  }
  checkTypes("variable", moduleVariables(module), exchanged)
  return module
}
