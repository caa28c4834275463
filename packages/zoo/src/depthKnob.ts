import type { Architecture } from "./architecture.ts"
import { familyOf } from "./families.ts"

export const sum = (values: ReadonlyArray<number>): number => values.reduce((total, value) => total + value, 0)

export const blocksPerStage = ({ stages }: Architecture): ReadonlyArray<number> =>
  stages.map(({ blocks }) => blocks.length)

/** The network of the same family and form with other blocks per stage, by its width. */
export const withBlocks =
  (architecture: Architecture, blocks: ReadonlyArray<number>) =>
  (width: number): Architecture =>
    familyOf(architecture).build(
      { blocks, width, input: architecture.input, classes: architecture.classes },
      architecture.form ?? {}
    )

/** What a transform made of a network, with the sentences of the transforms before it and its own. */
export const traced = (from: Architecture, to: Architecture, sentences: ReadonlyArray<string>): Architecture => ({
  ...to,
  trace: [...from.trace, ...sentences]
})
