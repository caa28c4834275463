import type { Architecture } from "./architecture.ts"
import { blocks } from "./blocks.ts"
import { type Counts, countLayers } from "./counts.ts"
import type { Layer, Shape } from "./layer.ts"
import { outputOf } from "./outputShape.ts"

/** What a network consists of at the largest: its stem, a block, its head; with the shape of one image after it, and its counts. */
export interface Part extends Counts {
  /** `stem`, `head`, or the block's name. */
  readonly name: string
  readonly output: Shape
  readonly layers: ReadonlyArray<Layer>
}

/** Stem, blocks and head, from first to last. */
export const parts = (architecture: Architecture): ReadonlyArray<Part> => {
  const { head, input, stem } = architecture
  const placed = blocks(architecture)
  const end = (name: string, layers: ReadonlyArray<Layer>, before: Shape): Part => ({
    ...countLayers(layers, before),
    name,
    output: outputOf(layers, before),
    layers
  })
  return [
    end("stem", stem, input),
    ...placed.map(({ layers, macs, name, output, parameters, statistics }) => ({
      name,
      output,
      parameters,
      statistics,
      macs,
      layers
    })),
    end("head", head, placed.at(-1)!.output)
  ]
}
