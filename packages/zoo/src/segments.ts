import type { Architecture } from "./architecture.ts"
import type { Layer } from "./layer.ts"

/** The stem, every block and the head with their layers, from first to last. */
export const segments = ({
  head,
  stages,
  stem
}: Architecture): ReadonlyArray<{ readonly name: string; readonly layers: ReadonlyArray<Layer> }> => [
  { name: "stem", layers: stem },
  ...stages.flatMap(({ blocks }) => blocks),
  { name: "head", layers: head }
]
