import type { Architecture } from "./architecture.ts"
import { blocks } from "./blocks.ts"
import { addCounts, type Counts, countLayers, zeroCounts } from "./counts.ts"
import { grouped } from "./grouped.ts"
import type { Layer, Shape } from "./layer.ts"
import { outputOf } from "./outputShape.ts"
import { summarise } from "./summarise.ts"

type Row = readonly [name: string, output: string, parameters: string, macs: string, content: string]

/** A network as lines of text: a row per part and block with its output for one image, its counts and its layers. */
export const describe = (architecture: Architecture): string => {
  const { blocks: blockCount } = summarise(architecture)
  const placed = blocks(architecture)
  const stem = outputOf(architecture.stem, architecture.input)
  const last = placed.at(-1)!.output
  const rows: ReadonlyArray<Row> = [
    ["", "output", "parameters", "multiply-adds", "layers"],
    ["input", text(architecture.input), "", "", ""],
    row("stem", stem, countLayers(architecture.stem, architecture.input), architecture.stem),
    ...architecture.stages.flatMap((stage) => {
      const own = placed.filter((block) => block.stage === stage.name)
      return [
        row(stage.name, own.at(-1)!.output, own.reduce(addCounts, zeroCounts), []),
        ...own.map((block) => row(`  ${block.name}`, block.output, block, block.layers))
      ]
    }),
    row("head", outputOf(architecture.head, last), countLayers(architecture.head, last), architecture.head),
    row("total", [architecture.classes], countLayers(architecture.layers, architecture.input), [])
  ]
  return [
    `${architecture.name}: ${architecture.depth} layers, ${blockCount} blocks, width ${architecture.width}`,
    ...architecture.trace,
    "",
    ...aligned(rows),
    "",
    "Parameters are the trained ones; multiply-adds are those of convolutions and dense layers for one image."
  ].join("\n")
}

const row = (name: string, output: Shape, counts: Counts, layers: ReadonlyArray<Layer>): Row => [
  name,
  text(output),
  grouped(counts.parameters),
  grouped(counts.macs),
  layers.map(content).join(", ")
]

export const content = (layer: Layer): string => {
  switch (layer.kind) {
    case "convolution":
      return `conv ${layer.kernel.join("×")} ${layer.inputs}→${layer.outputs}${layer.groups === 1 ? "" : ` in ${layer.groups} groups`}${layer.stride === 1 ? "" : ` stride ${layer.stride}`}`
    case "batchNorm":
      return "norm"
    case "relu":
    case "relu6":
    case "swish":
    case "sigmoid":
      return layer.kind
    case "concat":
      return `and (${layer.branch.map(content).join(", ")})`
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
    case "globalAveragePool":
      return "global average pool"
    case "dense":
      return `dense ${layer.inputs}→${layer.outputs}`
  }
}

const text = (shape: Shape): string => shape.join("×")

const aligned = (rows: ReadonlyArray<Row>): ReadonlyArray<string> => {
  const width = (column: number): number => Math.max(...rows.map((cells) => cells[column]!.length))
  const widths = [0, 1, 2, 3].map(width)
  return rows.map(([name, output, parameters, macs, layers]) =>
    [
      name.padEnd(widths[0]!),
      output.padStart(widths[1]!),
      parameters.padStart(widths[2]!),
      macs.padStart(widths[3]!),
      layers
    ]
      .join("  ")
      .trimEnd()
  )
}
