import { createRequire } from "node:module"

/** The version of TensorFlow.js that `tfjsEngine` runs on; read from its manifest, since the library takes long to load. */
export const tfjsVersion: string = createRequire(import.meta.url)("@tensorflow/tfjs/package.json").version
