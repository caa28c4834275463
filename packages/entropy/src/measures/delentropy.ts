import type { Measure, OfImage, Shape } from "../measure.ts"
import { symbolHistogram } from "../symbolHistogram.ts"

/** A difference of two values is from -255 to 255. */
const differences = 511

/** Prepares half the entropy of the gradients of the pixels that have all four neighbours. */
const ofGradients = ([height, width]: Shape): OfImage => {
  const size = Math.max(0, height - 2) * Math.max(0, width - 2)
  if (size === 0) return () => 0
  const symbols = new Int32Array(size)
  const entropy = symbolHistogram(differences * differences, size)
  return (images, start) => {
    let index = 0
    for (let y = 1; y < height - 1; y++) {
      for (let x = 1; x < width - 1; x++) {
        const at = start + y * width + x
        const across = images[at + 1]! - images[at - 1]! + 255
        const down = images[at + width]! - images[at - width]! + 255
        symbols[index++] = across * differences + down
      }
    }
    return entropy(symbols) / 2
  }
}

/**
 * Half the entropy of the joint histogram of both components of the gradient; of each channel alone, averaged. The half
 * stands for the two samplings of one image that the components are (Papoulis). Gradients are central differences, in
 * whole numbers, of the pixels with four neighbours; an image without such a pixel has 0.
 *
 * Source: Larkin, "Reflections on Shannon information" (2016), arXiv:1609.01117.
 */
export const delentropy: Measure = {
  title: "delentropy",
  describes: "How evenly an image uses its gradients, and so its edges and textures.",
  source: "Larkin (2016), arXiv:1609.01117",
  unit: "nats",
  channels: "averaged",
  ceiling: ([height, width]) => Math.log(Math.max(1, Math.min(differences ** 2, (height - 2) * (width - 2)))) / 2,
  of: ofGradients
}
