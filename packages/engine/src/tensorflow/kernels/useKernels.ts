import { batchNorm, cast, conv2d, gradients, input, type Program, reduceSum } from "@ebcle/tensor"
import { fuseKernelGradient } from "./fuseKernelGradient.ts"
import { fuseNormalisation } from "./fuseNormalisation.ts"

/** The kernels of our own library, which are there or not: convolution needs a processor that multiplies in bfloat16. */
export type KernelName = "normalisation" | "kernelGradient"

const rewrites: Readonly<Record<KernelName, (program: Program) => Program>> = {
  normalisation: fuseNormalisation,
  kernelGradient: fuseKernelGradient
}

/** The same program with the kernels that are there in the place of what they replace. */
export const useKernels = (program: Program, kernels: ReadonlySet<KernelName>): Program =>
  Object.entries(rewrites).reduce(
    (rewritten, [name, rewrite]) => (kernels.has(name as KernelName) ? rewrite(rewritten) : rewritten),
    program
  )

const normProbe = batchNorm(input("x", [1, 1, 2, 1]), input("scale", [1]), input("offset", [1]), { epsilon: 1e-3 }).y

const kernelGradientProbe = () => {
  const kernel = input("kernel", [3, 3, 8, 1])
  const padding = [[1, 1], [1, 1]] as const // biome-ignore format: pairs belong together
  const y = conv2d(cast(input("x", [1, 2, 2, 8]), "bfloat16"), cast(kernel, "bfloat16"), { strides: [1, 1], padding })
  return gradients(reduceSum(cast(y, "float32"), [0, 1, 2, 3]), [kernel])[0]!
}

/** A program for each kernel that uses it: a library without the kernel refuses the program. */
export const kernelProbes: Readonly<Record<KernelName, Program>> = {
  normalisation: { outputs: { y: normProbe }, updates: [] },
  kernelGradient: { outputs: { y: kernelGradientProbe() }, updates: [] }
}
