import type { DepthEstimate, Study, Variant } from "@ebcle/core"
import { type ArmStyle, armStyle } from "./armStyle.ts"
import type { ArmView, ReportModel } from "./reportModel.ts"
import { ruleName } from "./ruleName.ts"

/** Fewer depths than this are no sweep. */
const fewestDepths = 3

/** Networks of one family and one rule for their width, at several depths. */
export interface DepthSweep {
  readonly label: string
  readonly style: ArmStyle
  readonly arms: ReadonlyArray<ArmView>
}

/** A depth rule's bound as a place on an axis of blocks. */
export interface BoundLine {
  readonly label: string
  readonly blocks: number
}

const widthRule = (variant: Variant | undefined): string => {
  if (variant === undefined || !("budget" in variant) || variant.budget === "none") return "at the same width"
  return `widened by ${Object.keys(variant.budget).join()}`
}

/** The depth sweeps among the arms of a study: where a family was trained at three depths or more. */
export const depthSweeps = (arms: ReadonlyArray<ArmView>, study: Study): ReadonlyArray<DepthSweep> => {
  const groups = new Map<string, Array<ArmView>>()
  for (const view of arms) {
    const label = `${view.arm.architecture.family} ${widthRule(study.variants[view.arm.variant])}`
    groups.set(label, [...(groups.get(label) ?? []), view])
  }
  return [...groups]
    .filter(([, own]) => new Set(own.map(({ arm }) => arm.architecture.blocks)).size >= fewestDepths)
    .map(([label, own], index) => ({ label, style: armStyle(index + 1), arms: own }))
}

/** The most blocks with no more than so many layers, along the line through the shallowest and the deepest network. */
const layersAsBlocks = (layers: number, sweep: DepthSweep): number => {
  const sorted = sweep.arms.map(({ arm }) => arm.architecture).toSorted((a, b) => a.blocks - b.blocks)
  const [first, last] = [sorted[0]!, sorted.at(-1)!]
  const perLayer = (last.blocks - first.blocks) / Math.max(1, last.depth - first.depth)
  return Math.max(1, Math.floor(first.blocks + (layers - first.depth) * perLayer + 1e-9))
}

/** Every depth rule's bound on the axis of blocks of a sweep; bounds in layers are converted along its networks. */
export const boundLines = (estimate: DepthEstimate, sweep: DepthSweep): ReadonlyArray<BoundLine> => {
  const lines = new Map<number, Array<string>>()
  const all = [estimate, ...estimate.others]
  const rules = all.map(({ rule }) => rule)
  for (const { bound, rule, unit } of all) {
    const inLayers = unit === "layers"
    const blocks = inLayers ? layersAsBlocks(bound, sweep) : bound
    const name = ruleName(rule, rules)
    const label = inLayers ? `${name} (${bound} layers)` : name
    lines.set(blocks, [...(lines.get(blocks) ?? []), label])
  }
  return [...lines].map(([blocks, labels]) => ({ blocks, label: labels.join(", ") }))
}

/** What the means of a sweep say, read off and not tested. */
export const describeSweep = (sweep: DepthSweep): { readonly best: ArmView; readonly shallowest: ArmView } => {
  const byBlocks = sweep.arms.toSorted((a, b) => a.arm.architecture.blocks - b.arm.architecture.blocks)
  const best = byBlocks.reduce((so, view) => (view.arm.testAccuracy.mean > so.arm.testAccuracy.mean ? view : so))
  return { best, shallowest: byBlocks[0]! }
}

/** Whether the runs of a model were probed for the onset of identity. */
export const isProbed = ({ runs }: ReportModel): boolean => runs.some(({ identity }) => identity !== undefined)
