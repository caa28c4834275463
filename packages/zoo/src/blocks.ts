import type { Architecture, Block } from "./architecture.ts"
import { type Counts, countLayers } from "./counts.ts"
import type { Shape } from "./layer.ts"
import { outputOf } from "./outputShape.ts"

/** A block where it stands in its network: its stage, the shapes of one image before and after it, and its counts. */
export interface PlacedBlock extends Block, Counts {
  readonly stage: string
  readonly input: Shape
  readonly output: Shape
}

/** Every block of a network, from first to last. */
export const blocks = (architecture: Architecture): ReadonlyArray<PlacedBlock> => {
  let input = outputOf(architecture.stem, architecture.input)
  return architecture.stages.flatMap((stage) =>
    stage.blocks.map((block) => {
      const output = outputOf(block.layers, input)
      const placed = { ...block, ...countLayers(block.layers, input), stage: stage.name, input, output }
      input = output
      return placed
    })
  )
}
