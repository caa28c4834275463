import type { Program } from "@ebcle/tensor"
import { type KernelName, useKernels } from "./kernels/useKernels.ts"
import type { Device } from "./nodeSink.ts"
import { roundToFloat16 } from "./roundToFloat16.ts"

/** Where a model will run, and which of our own kernels are there. */
export interface Target {
  readonly device: Device
  readonly kernels: ReadonlySet<KernelName>
}

/** The same program in operations that are there, and fast, on the target. */
export const programFor = (program: Program, { device, kernels }: Target): Program =>
  useKernels(device === "cpu" ? roundToFloat16(program) : program, kernels)
