import { TensorError } from "./tensorError.ts"

/** The layer whose operations are being applied. Building is synchronous, so whoever sets it also takes it back. */
let current: string | undefined

/** The layer that an operation applied now belongs to. */
export const currentLayer = (): string | undefined => current

/**
 * Builds something as part of a layer: the operations applied meanwhile carry its name, which changes nothing that they
 * compute. Gradients carry the layer of what they are the gradient of.
 *
 * A TensorError thrown meanwhile names the layer.
 */
export const inLayer = <A>(layer: string | undefined, build: () => A): A => {
  const before = current
  current = layer
  try {
    return build()
  } catch (error) {
    throw layer !== undefined && error instanceof TensorError ? error.inLayer(layer) : error
  } finally {
    current = before
  }
}
