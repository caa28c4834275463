import { TensorError } from "./tensorError.ts"

/** What an operation is there for in a training step. */
export type Phase = "input" | "forward" | "backward" | "optimizer"

/** What the operations that are being applied belong to, for errors and profiles. */
export interface Scope {
  readonly layer: string | undefined
  readonly phase: Phase
}

/** Building is synchronous, so whoever sets it also takes it back. */
let current: Scope = { layer: undefined, phase: "forward" }

/** What an operation applied now belongs to. */
export const currentScope = (): Scope => current

/** Builds something as part of what a node belongs to, the place of which it may take. */
export const inScope = <A>({ layer, phase }: Scope, build: () => A): A => {
  const before = current
  current = { layer, phase }
  try {
    return build()
  } catch (error) {
    throw layer !== undefined && error instanceof TensorError ? error.inLayer(layer) : error
  } finally {
    current = before
  }
}

/**
 * Builds something as part of a layer: the operations applied meanwhile carry its name, which changes nothing that they
 * compute. Gradients carry the layer of what they are the gradient of.
 *
 * A TensorError thrown meanwhile names the layer.
 */
export const inLayer = <A>(layer: string | undefined, build: () => A): A => inScope({ ...current, layer }, build)

/** Builds something as part of a phase of training; without it that is "forward", and of `gradients` "backward". */
export const inPhase = <A>(phase: Phase, build: () => A): A => inScope({ ...current, phase }, build)
