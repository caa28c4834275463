import type { Architecture, Layer } from "@ebcle/zoo"

/** Layers that follow each other: the stem, a block or the head. */
export interface NetworkPart {
  readonly name: string
  readonly layers: ReadonlyArray<Layer>
}

/** The parts of a network in order, none of them empty. */
export const networkParts = ({ layers, stages, stem }: Architecture): ReadonlyArray<NetworkPart> => {
  const ends = [stem.length]
  const blocks = stages.flatMap((stage) => stage.blocks)
  for (const block of blocks) ends.push(ends.at(-1)! + block.layers.length)
  const names = ["stem", ...blocks.map(({ name }) => name), "head"]
  return names
    .map((name, i) => ({ name, layers: layers.slice(ends[i - 1] ?? 0, ends[i]) }))
    .filter((part) => part.layers.length > 0)
}

/** The names of a layer and of those within it. */
const namesOf = (layer: Layer): ReadonlyArray<string> => [
  ...("name" in layer ? [layer.name] : []),
  ...("branch" in layer ? layer.branch.flatMap(namesOf) : []),
  ...("shortcut" in layer ? layer.shortcut.flatMap(namesOf) : [])
]

/** Finds the part that a layer belongs to by its name; the name itself where it is no layer of the network. */
export const partOf = (architecture: Architecture): ((layer: string) => string) => {
  const parts = new Map(
    networkParts(architecture).flatMap(({ layers, name }) => layers.flatMap(namesOf).map((layer) => [layer, name]))
  )
  return (layer) => parts.get(layer) ?? layer
}
