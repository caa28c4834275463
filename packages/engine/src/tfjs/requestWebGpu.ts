/** Where tfjs looks for WebGPU. Node has a navigator from version 21 on. */
const host = globalThis as { navigator?: object }

/**
 * Gives this process the WebGPU of the package `webgpu` (Dawn), as a browser has it, once.
 *
 * Throws Error where there is no adapter.
 */
export const requestWebGpu = async (): Promise<void> => {
  host.navigator ??= {}
  if ("gpu" in host.navigator) return
  const { create, globals } = await import("webgpu")
  const gpu = create([])
  if ((await gpu.requestAdapter()) === null) throw new Error("there is no adapter")
  Object.assign(globalThis, globals)
  Object.defineProperty(host.navigator, "gpu", { value: gpu })
}
