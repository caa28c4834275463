import type { Weights } from "./safetensors.ts"

/** The first of the tensors, in their order, with an element that is infinite or not a number. */
export const firstNonFinite = (tensors: ReadonlyMap<string, Weights>): string | undefined => {
  for (const [name, { data }] of tensors) if (!data.every(Number.isFinite)) return name
  return undefined
}
