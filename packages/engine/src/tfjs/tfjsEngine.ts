import { Effect, Layer } from "effect"
import { Engine } from "../engine.ts"
import { moduleMemory } from "../memory/moduleMemory.ts"

/**
 * Runs modules on the operations of plain TensorFlow.js in JavaScript: slow, in float32 alone, and with nothing to
 * install. It is what the TensorFlow engine is checked against.
 */
export const tfjsEngine: Layer.Layer<Engine> = Layer.effect(
  Engine,
  Effect.promise(async () => {
    // Loaded when the engine is, and not with this package: tfjs takes a second to load.
    const tf = await import("@tensorflow/tfjs")
    const { backendName, openModule } = await import("./openModule.ts")
    // Else tfjs prints an advertisement for tfjs-node; the mode has no other effect on what is used here.
    tf.enableProdMode()
    await tf.ready()
    tf.findBackend(backendName)
    return Engine.of({
      facts: { engine: "tfjs", version: tf.version.tfjs, device: backendName },
      open: openModule,
      memoryOf: (module) => moduleMemory(module, (program) => program)
    })
  })
)
