import { aligned } from "./aligned.ts"
import type { Architecture } from "./architecture.ts"
import { addCounts, zeroCounts } from "./counts.ts"
import { grouped } from "./grouped.ts"
import type { Layer, Shape } from "./layer.ts"
import { type Part, parts } from "./parts.ts"
import { summarise } from "./summarise.ts"

/** A network as lines of text: a row per part and block with its output for one image, its counts and its layers. */
export const describe = (architecture: Architecture): string => {
  const { blocks: blockCount } = summarise(architecture)
  const all = parts(architecture)
  const [stem, head] = [all[0]!, all.at(-1)!]
  const inStage = new Map(
    architecture.stages.map(({ blocks, name }) => {
      const names = new Set(blocks.map(({ name }) => name))
      return [name, all.filter((part) => names.has(part.name))]
    })
  )
  const rows = [
    ["", "output", "parameters", "statistics", "multiply-adds", "activations", "field", "layers"],
    ["input", text(architecture.input), "", "", "", "", "", ""],
    row("stem", stem),
    ...[...inStage].flatMap(([name, own]) => [
      row(name, { ...together(own), layers: [] }),
      ...own.map((part) => row(`  ${part.name}`, part))
    ]),
    row("head", head),
    row("total", { ...together(all), layers: [] })
  ]
  return [
    `${architecture.name}: ${architecture.depth} layers, ${blockCount} blocks, width ${architecture.width}`,
    ...architecture.trace,
    "",
    ...aligned(rows),
    "",
    "Parameters are the trained ones, statistics what batch norm keeps beside them. Multiply-adds are those of convolutions and",
    "dense layers, activations the bytes that the backward pass reads in float32, both for one image. The field is the receptive",
    "field in rows or columns of the image, gates left out."
  ].join("\n")
}

/** Parts in a row as one. */
const together = (some: ReadonlyArray<Part>): Part => ({
  ...some.at(-1)!,
  ...some.reduce(addCounts, zeroCounts),
  activations: some.reduce((sum, { activations }) => sum + activations, 0)
})

const row = (name: string, part: Part): ReadonlyArray<string> => [
  name,
  text(part.output),
  grouped(part.parameters),
  grouped(part.statistics),
  grouped(part.macs),
  grouped(part.activations),
  part.receptiveField === null ? "all" : grouped(part.receptiveField),
  part.layers.map(content).join(", ")
]

export const content = (layer: Layer): string => {
  switch (layer.kind) {
    case "convolution":
      return `conv ${layer.kernel.join("×")} ${layer.inputs}→${layer.outputs}${layer.groups === 1 ? "" : ` in ${layer.groups} groups`}${layer.stride === 1 ? "" : ` stride ${layer.stride}`}${layer.bias ? " with bias" : ""}`
    case "batchNorm":
      return "norm"
    case "relu":
    case "relu6":
    case "swish":
    case "sigmoid":
      return layer.kind
    case "concat":
      return `${layer.shortcut.length === 0 ? "" : `(${layer.shortcut.map(content).join(", ")}) `}and (${layer.branch.map(content).join(", ")})`
    case "gate":
      return `times (${layer.branch.map(content).join(", ")})`
    case "averagePool":
      return `average pool ${layer.size}`
    case "maxPool":
      return `max pool ${layer.size} stride ${layer.stride}`
    case "residual":
      return `(${layer.branch.map(content).join(", ")}) + ${layer.shortcut.length === 0 ? "identity" : `(${layer.shortcut.map(content).join(", ")})`}`
    case "subsample":
      return `subsample ${layer.stride}`
    case "padChannels":
      return `pad ${layer.before}+${layer.after} channels`
    case "selectChannels":
      return `channels ${layer.from}–${layer.from + layer.count - 1}`
    case "shuffleChannels":
      return `shuffle ${layer.groups} groups`
    case "flatten":
      return layer.kind
    case "globalAveragePool":
      return "global average pool"
    case "dense":
      return `dense ${layer.inputs}→${layer.outputs}`
  }
}

const text = (shape: Shape): string => shape.join("×")
