import { Effect, Layer } from "effect"
import { Engine } from "../engine.ts"
import type { EngineError } from "../engineError.ts"
import { moduleMemory } from "../memory/moduleMemory.ts"
import { createBackend, type TfjsBackend } from "./backends.ts"

/**
 * Runs modules on the operations of TensorFlow.js, in float32 alone, and with no native library to install. On `cpu` it is
 * slow, and what the TensorFlow engine is checked against.
 *
 * @errors EngineError BackendMissing where this machine does not have the backend
 */
export const tfjsEngine = (backend: TfjsBackend): Layer.Layer<Engine, EngineError> =>
  Layer.effect(
    Engine,
    Effect.gen(function* () {
      // Loaded when the engine is, and not with this package: tfjs takes a second to load.
      const tf = yield* Effect.promise(() => import("@tensorflow/tfjs"))
      const { openModule } = yield* Effect.promise(() => import("./openModule.ts"))
      // Else tfjs prints an advertisement for tfjs-node; the mode has no other effect on what is used here.
      tf.enableProdMode()
      yield* Effect.promise(() => tf.ready())
      yield* createBackend(tf, backend)
      return Engine.of({
        facts: { engine: "tfjs", version: tf.version.tfjs, device: backend },
        open: (module) => openModule(module, backend),
        memoryOf: (module) => moduleMemory(module, (program) => program)
      })
    })
  )
