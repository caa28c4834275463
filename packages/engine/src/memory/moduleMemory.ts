import type { Program } from "@ebcle/tensor"
import { type Module, moduleVariables } from "../module.ts"
import { bytesOf, peakMemory } from "./peakMemory.ts"

/** What a module will take on an engine, in bytes. */
export interface MemoryEstimate {
  /** Variables: parameters, what an optimizer keeps, the data. */
  readonly state: number
  /** What is alive at once while an entry point runs, beside the variables. */
  readonly working: number
}

/** Kernels' own buffers, as a share of the tensors that they work on; measured on six networks. */
const kernelShare = 0.15
/** What a library takes once it computes: compiled code, packed operands, memory pools of threads; measured. */
const library = 64 * 2 ** 20

/** Estimates the memory of a module whose programs run as `rewrite` has them. */
export const moduleMemory = (module: Module, rewrite: (program: Program) => Program): MemoryEstimate => {
  const variables = [...moduleVariables(module).values()]
  const peaks = Object.values(module.entryPoints).map(({ program }) => peakMemory(rewrite(program)))
  return {
    state: variables.reduce((sum, variable) => sum + bytesOf(variable), 0),
    working: Math.round((1 + kernelShare) * Math.max(0, ...peaks) + library)
  }
}
