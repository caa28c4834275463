import { batchNorm, cast, conv2d, gradients, input, type Program, reduceSum } from "@ebcle/tensor"
import { fuseDepthwise } from "./fuseDepthwise.ts"
import { fuseKernelGradient } from "./fuseKernelGradient.ts"
import { fuseNormalisation } from "./fuseNormalisation.ts"
import { fuseWinograd } from "./fuseWinograd.ts"

/**
 * The kernels of our own library, which are there or not: `kernelGradient` needs a processor that multiplies in bfloat16,
 * `winograd` one with AVX-512.
 */
export type KernelName = "normalisation" | "kernelGradient" | "depthwise" | "winograd"

const rewrites: Readonly<Record<KernelName, (program: Program) => Program>> = {
  normalisation: fuseNormalisation,
  kernelGradient: fuseKernelGradient,
  depthwise: fuseDepthwise,
  winograd: fuseWinograd
}

/** The same program with the kernels that are there in the place of what they replace. */
export const useKernels = (program: Program, kernels: ReadonlySet<KernelName>): Program =>
  Object.entries(rewrites).reduce(
    (rewritten, [name, rewrite]) => (kernels.has(name as KernelName) ? rewrite(rewritten) : rewritten),
    program
  )

const normProbe = batchNorm(input("x", [1, 1, 2, 1]), input("scale", [1]), input("offset", [1]), { epsilon: 1e-3 }).y

/** The gradients of a convolution of [2, 2] pixels by strides of 2, in bfloat16. */
const convolutionProbe = (size: number, channels: number, inputs: number): Program => {
  const x = input("x", [1, 2, 2, channels])
  const kernel = input("kernel", [size, size, inputs, channels])
  const zeros = [(size - 1) / 2, (size - 1) / 2] as const
  const y = conv2d(cast(x, "bfloat16"), cast(kernel, "bfloat16"), { strides: [2, 2], padding: [zeros, zeros] })
  const [dx, dKernel] = gradients(reduceSum(cast(y, "float32"), [0, 1, 2, 3]), [x, kernel])
  return { outputs: { dx: dx!, dKernel: dKernel! }, updates: [] }
}

const pixel = [[1, 1], [1, 1]] as const // biome-ignore format: pairs belong together

const winogradProbe = conv2d(input("x", [2, 16, 16, 8]), input("kernel", [3, 3, 8, 8]), {
  strides: [1, 1],
  padding: pixel
})

/** A program for each kernel that uses it: a library without the kernel refuses the program. */
export const kernelProbes: Readonly<Record<KernelName, Program>> = {
  normalisation: { outputs: { y: normProbe }, updates: [] },
  kernelGradient: convolutionProbe(3, 8, 8),
  depthwise: convolutionProbe(5, 8, 1),
  winograd: { outputs: { y: winogradProbe }, updates: [] }
}
