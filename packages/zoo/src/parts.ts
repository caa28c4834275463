import { activationsByPart } from "./activations.ts"
import type { Architecture } from "./architecture.ts"
import { type Counts, countLayers } from "./counts.ts"
import type { Layer, Shape } from "./layer.ts"
import { outputOf } from "./outputShape.ts"
import { receptiveFields } from "./receptiveField.ts"
import { segments } from "./segments.ts"

/** What a network consists of at the largest: its stem, a block, its head; with the shape of one image after it, and its counts. */
export interface Part extends Counts {
  /** `stem`, `head`, or the block's name. */
  readonly name: string
  readonly output: Shape
  /** Bytes of one image that the backward pass reads; see `countActivations`. */
  readonly activations: number
  /** Rows or columns of the image that a pixel of the output sees; null where it is the whole image. */
  readonly receptiveField: number | null
  readonly layers: ReadonlyArray<Layer>
}

/** Stem, blocks and head, from first to last. */
export const parts = (architecture: Architecture): ReadonlyArray<Part> => {
  const activations = activationsByPart(architecture)
  const fields = receptiveFields(architecture)
  let before: Shape = architecture.input
  return segments(architecture).map(({ layers, name }, i) => {
    const counts = countLayers(layers, before)
    before = outputOf(layers, before)
    return { ...counts, name, output: before, activations: activations[i]!, receptiveField: fields[i]!, layers }
  })
}
