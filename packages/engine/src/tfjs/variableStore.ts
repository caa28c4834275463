import * as tf from "@tensorflow/tfjs"
import type { Tensors } from "./runProgram.ts"

/** The variables of a session: tensors that outlive the scope in which they were computed. All throw once it is closed. */
export class VariableStore {
  private tensors: Map<string, tf.Tensor> | undefined = new Map()

  /** The value of a variable. Throws where it has none yet. */
  get(name: string): tf.Tensor {
    const tensor = this.opened().get(name)
    if (tensor === undefined) throw new Error(`the variable "${name}" has no value yet; write it first`)
    return tensor
  }

  /** Takes new values in; the old ones are disposed of. */
  set(changed: Tensors): void {
    const tensors = this.opened()
    // All are kept before any is disposed of: a new value may be the old one of another variable.
    const kept = [...changed].map(([name, tensor]) => [name, tf.keep(tf.clone(tensor))] as const)
    for (const [name, tensor] of kept) {
      tensors.get(name)?.dispose()
      tensors.set(name, tensor)
    }
  }

  /** Disposes of everything. */
  close(): void {
    for (const tensor of this.tensors?.values() ?? []) tensor.dispose()
    this.tensors = undefined
  }

  private opened(): Map<string, tf.Tensor> {
    if (this.tensors === undefined) throw new Error("the session is closed")
    return this.tensors
  }
}
