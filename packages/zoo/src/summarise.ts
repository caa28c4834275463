import type { ArchitectureSummary } from "@ebcle/core"
import type { Architecture } from "./architecture.ts"
import { countLayers } from "./counts.ts"

/** An architecture in numbers, as a run record keeps it; `parameters` are the trained ones. */
export const summarise = (architecture: Architecture): ArchitectureSummary => {
  const { parameters, macs } = countLayers(architecture.layers, architecture.input)
  return {
    name: architecture.name,
    family: architecture.family,
    depth: architecture.depth,
    blocks: architecture.stages.reduce((sum, stage) => sum + stage.blocks.length, 0),
    width: architecture.width,
    parameters,
    macs,
    trace: architecture.trace
  }
}
