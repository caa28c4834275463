import type { Program } from "@ebcle/tensor"
import { type KernelName, useKernels } from "./kernels/useKernels.ts"
import type { Device } from "./nodeSink.ts"
import { roundToBfloat16, roundToFloat16 } from "./roundResults.ts"

/** Where a model will run, whether it multiplies bfloat16 there, and which of our own kernels are there. */
export interface Target {
  readonly device: Device
  readonly bfloat16: boolean
  readonly kernels: ReadonlySet<KernelName>
}

/** The same program in operations that are there, and fast, on the target. */
export const programFor = (program: Program, { bfloat16, device, kernels }: Target): Program => {
  const halves = device === "cpu" ? roundToFloat16(program) : program
  return useKernels(bfloat16 ? halves : roundToBfloat16(halves), kernels)
}
