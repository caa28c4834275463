import type { Layer } from "./layer.ts"

/**
 * The smallest height and width, in pixels, that leave every strided layer at least `stride` rows and columns. On fewer
 * the arithmetic still works, but a stride steps over nothing and the network is not the one that was named.
 */
export const smallestInput = (layers: ReadonlyArray<Layer>): number => needed(layers, 1)

/** The side that layers need before them so that `after` remains behind them: a fold from the last layer to the first. */
const needed = (layers: ReadonlyArray<Layer>, after: number): number =>
  layers.reduceRight((side, layer) => {
    switch (layer.kind) {
      case "convolution":
      case "subsample":
        return Math.max(layer.stride, (side - 1) * layer.stride + 1)
      case "maxPool":
        // Without padding on one side where the window has even sides.
        return Math.max(layer.stride, (side - 1) * layer.stride + (layer.size % 2 === 0 ? 2 : 1))
      case "averagePool":
        return side * layer.size
      case "concat":
      case "residual":
        return Math.max(needed(layer.branch, side), needed(layer.shortcut, side))
      default:
        return side
    }
  }, after)
