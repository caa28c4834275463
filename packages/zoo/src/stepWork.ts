import type { Architecture } from "./architecture.ts"
import { countLayers } from "./counts.ts"
import type { Layer, Shape } from "./layer.ts"
import { outputShape } from "./outputShape.ts"
import { segments } from "./segments.ts"

/**
 * Layers whose time follows the same rates. `elementwise` is all that has no kernel, batch norm too; `update` is what the
 * optimizer does to the parameters.
 */
export type WorkKind = "convolution" | "grouped" | "dense" | "elementwise" | "update"

/** What a training step has to do of one kind and at one place. */
export interface Work {
  readonly kind: WorkKind
  /** The name of the layer; of elementwise ones, that of the part that they stand in; `update`. */
  readonly place: string
  /** Multiply-adds of the forward pass of the batch. */
  readonly macs: number
  /** Bytes of what goes in and out in the forward pass, parameters included, in float32. */
  readonly bytes: number
  /** How many layers, or tensors of parameters, it is. */
  readonly count: number
}

const bytesOfFloat32 = 4

/** The work of a training step of `batch` images, layer by layer. */
export const stepWork = (architecture: Architecture, batch: number): ReadonlyArray<Work> => {
  let shape: Shape = architecture.input
  let tensors = 0
  const works: Array<Work> = []
  const walk = (layers: ReadonlyArray<Layer>, x: Shape, part: string): Shape =>
    layers.reduce((before, layer) => {
      const after = outputShape(layer, before)
      const { macs, parameters } = countLayers("branch" in layer ? [] : [layer], before)
      const kind = kindOf(layer)
      works.push({
        kind,
        place: kind === "elementwise" ? part : (layer as { readonly name: string }).name,
        macs: macs * batch,
        bytes: bytesOfFloat32 * (batch * (size(before) + size(after)) + parameters),
        count: 1
      })
      tensors += tensorsOf(layer)
      if ("branch" in layer) walk(layer.branch, before, part)
      if ("shortcut" in layer) walk(layer.shortcut, before, part)
      return after
    }, x)
  for (const { layers, name } of segments(architecture)) shape = walk(layers, shape, name)
  const { parameters } = countLayers(architecture.layers, architecture.input)
  return [
    ...gathered(works),
    { kind: "update", place: "update", macs: 0, bytes: bytesOfFloat32 * parameters, count: tensors }
  ]
}

/** Elementwise work of a part as one: engines fuse it, so that no clock tells it apart. */
const gathered = (works: ReadonlyArray<Work>): ReadonlyArray<Work> => {
  const places = new Map<string, Work>()
  for (const work of works) {
    const key = `${work.kind} ${work.place}`
    const { bytes = 0, count = 0, macs = 0 } = places.get(key) ?? {}
    places.set(key, { ...work, macs: macs + work.macs, bytes: bytes + work.bytes, count: count + work.count })
  }
  return [...places.values()]
}

const kindOf = (layer: Layer): WorkKind => {
  switch (layer.kind) {
    case "convolution":
      return layer.groups === 1 ? "convolution" : "grouped"
    case "dense":
      return "dense"
    default:
      return "elementwise"
  }
}

const tensorsOf = (layer: Layer): number => {
  switch (layer.kind) {
    case "convolution":
      return layer.bias ? 2 : 1
    case "dense":
    case "batchNorm":
      return 2
    default:
      return 0
  }
}

const size = (shape: Shape): number => shape.reduce<number>((product, side) => product * side, 1)
