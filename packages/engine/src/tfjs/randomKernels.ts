import { type PhiloxBlock, philoxUniform, type RandomUniformAttributes, sizeOf } from "@ebcle/tensor"
import * as tf from "@tensorflow/tfjs"
import type { Kernel } from "./kernel.ts"

/** tfjs has no integers of 32 bits that wrap around: the bits are made on the host. */
export const randomKernels: Readonly<Record<string, Kernel>> = {
  randomUniform: (node, [key, counter]) => {
    const { shape } = node.attributes as RandomUniformAttributes
    const [k0, k1] = key!.dataSync()
    const words = [...counter!.dataSync()] as ReadonlyArray<number> as PhiloxBlock
    return [tf.tensor(philoxUniform([k0!, k1!], words, sizeOf(shape)), [...shape])]
  }
}
