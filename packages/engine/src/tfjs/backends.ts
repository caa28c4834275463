import type * as Tfjs from "@tensorflow/tfjs"
import { Effect } from "effect"
import { EngineError, firstLine } from "../engineError.ts"
import { requestWebGpu } from "./requestWebGpu.ts"

/** What tfjs can compute on: plain JavaScript, WebAssembly with SIMD, or a GPU through WebGPU. */
export type TfjsBackend = "cpu" | "wasm" | "webgpu"

/** What has to be there before tfjs can create a backend. */
const prepare: Readonly<Record<TfjsBackend, () => Promise<unknown>>> = {
  cpu: () => Promise.resolve(),
  wasm: () => import("@tensorflow/tfjs-backend-wasm"),
  webgpu: async () => {
    await requestWebGpu()
    await import("@tensorflow/tfjs-backend-webgpu")
  }
}

const cures: Readonly<Record<TfjsBackend, string>> = {
  cpu: "install @tensorflow/tfjs again (npm ci)",
  wasm: "install @tensorflow/tfjs-backend-wasm again (npm ci)",
  webgpu: "install a Vulkan driver with libvulkan.so.1, or choose the engine tfjs-wasm"
}

/**
 * Creates a backend of tfjs, and leaves the current one as it is.
 *
 * @errors EngineError BackendMissing, with the cure
 */
export const createBackend = (tf: typeof Tfjs, backend: TfjsBackend): Effect.Effect<void, EngineError> =>
  Effect.tryPromise({
    try: async () => {
      await prepare[backend]()
      const before = tf.getBackend()
      const created = await tf.setBackend(backend)
      await tf.setBackend(before)
      if (!created) throw new Error("it could not be created")
    },
    catch: (cause) =>
      new EngineError({
        reason: "BackendMissing",
        message: `tfjs has no backend ${backend} here: ${firstLine(cause)}; ${cures[backend]}.`
      })
  })
