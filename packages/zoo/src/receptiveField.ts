import type { Architecture } from "./architecture.ts"
import type { Layer } from "./layer.ts"
import { segments } from "./segments.ts"

/** How much of the image a pixel sees. */
interface Field {
  /** Rows or columns of the image; null where it is all of them, however many. */
  readonly size: number | null
  /** Rows or columns of the image from a pixel to the next. */
  readonly stride: number
}

/**
 * The receptive field behind the stem, every block and the head, in rows or columns of the image: those on which a pixel there
 * depends, padding included; null where it depends on all. Along the path that sees most; Araujo et al. (2019), "Computing
 * receptive fields of convolutional neural networks", section 2.1. The gates of squeeze and excitation, which see the whole
 * image, are left out.
 */
export const receptiveFields = (architecture: Architecture): ReadonlyArray<number | null> => {
  let field: Field = { size: 1, stride: 1 }
  return segments(architecture).map(({ layers }) => {
    field = layers.reduce(behind, field)
    return field.size
  })
}

const behind = (before: Field, layer: Layer): Field => {
  switch (layer.kind) {
    case "convolution":
      return window(before, Math.max(...layer.kernel), layer.stride)
    case "maxPool":
      return window(before, layer.size, layer.stride)
    case "averagePool":
      return window(before, layer.size, layer.size)
    case "subsample":
      return window(before, 1, layer.stride)
    case "residual":
    case "concat": {
      const branch = layer.branch.reduce(behind, before)
      const shortcut = layer.shortcut.reduce(behind, before)
      return (branch.size ?? Number.POSITIVE_INFINITY) < (shortcut.size ?? Number.POSITIVE_INFINITY) ? shortcut : branch
    }
    case "globalAveragePool":
    case "flatten":
    case "dense":
      return { ...before, size: null }
    default:
      return before
  }
}

const window = ({ size, stride }: Field, side: number, step: number): Field => ({
  size: size === null ? null : size + (side - 1) * stride,
  stride: stride * step
})
