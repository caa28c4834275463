import {
  checkProgram,
  type Program,
  programRoots,
  programVariables,
  TensorError,
  topologicalOrder,
  type Value
} from "@ebcle/tensor"

/**
 * An entry point of a module.
 *
 * `once` runs its program a single time. `loop` runs it for `step` = start, start + 1, … (`start` and `count` are given
 * with each call), each run seeing the state that the one before left, and returns the sum of each output over the runs;
 * its program's only input is the int32 scalar `step`.
 */
export type EntryPoint =
  | { readonly kind: "once"; readonly program: Program }
  | { readonly kind: "loop"; readonly program: Program }

/** Entry points that share their variables by name. */
export interface Module {
  readonly entryPoints: Readonly<Record<string, EntryPoint>>
}

/** Name of the input of a loop's program. */
export const stepInput = "step"

/** The inputs of a program by name. */
export const programInputs = (program: Program): ReadonlyMap<string, Value> => {
  const inputs = new Map<string, Value>()
  for (const node of topologicalOrder(programRoots(program))) {
    if (node.operation.name !== "input") continue
    const { name } = node.attributes as { readonly name: string }
    inputs.set(name, { ...node.outputs[0]!, node, index: 0 })
  }
  return inputs
}

/** The variables of all entry points by name. Throws TensorError where two of one name differ in type. */
export const moduleVariables = (module: Module): ReadonlyMap<string, Value> => {
  const variables = new Map<string, Value>()
  for (const { program } of Object.values(module.entryPoints)) {
    for (const [name, value] of programVariables(program)) {
      const known = variables.get(name)
      if (known !== undefined && (known.dtype !== value.dtype || known.shape.join() !== value.shape.join())) {
        throw new TensorError("module", `the variable "${name}" has two types`)
      }
      variables.set(name, value)
    }
  }
  return variables
}

/** Throws TensorError if an entry point cannot be run. */
export const checkModule = (module: Module): Module => {
  for (const [name, { kind, program }] of Object.entries(module.entryPoints)) {
    checkProgram(program)
    if (kind === "once") continue
    const inputs = [...programInputs(program).keys()]
    if (inputs.some((input) => input !== stepInput)) {
      throw new TensorError("module", `the loop "${name}" has inputs other than "${stepInput}": ${inputs.join(", ")}`)
    }
  }
  moduleVariables(module)
  return module
}
