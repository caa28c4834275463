/** What oneDNN's kernels for bfloat16 want of an x86-64 processor (`avx512_core`), and of an ARM one. */
const wanted = [["avx512bw", "avx512dq", "avx512vl"], ["bf16"]]

/**
 * Whether TensorFlow multiplies bfloat16 as fast as float32 on a processor. It computes on any, but where oneDNN has no
 * compiled kernel a convolution takes ten times as long.
 *
 * @param cpuInfo the text of Linux's /proc/cpuinfo
 */
export const multipliesBfloat16 = (cpuInfo: string): boolean => {
  const features = new Set(/^(?:flags|Features)\s*:(.*)$/m.exec(cpuInfo)?.[1]?.trim().split(/\s+/))
  return wanted.some((all) => all.every((feature) => features.has(feature)))
}
