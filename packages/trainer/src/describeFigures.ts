import type { TrainingFigures } from "@ebcle/core"

/** "epoch 1/3, loss 0.1234, 97.3 %, 1279 images/s". */
export const describeFigures = ({ accuracy, epoch, epochs, imagesPerSecond, loss }: TrainingFigures): string =>
  `epoch ${epoch}/${epochs}, loss ${loss.toFixed(4)}, ${(100 * accuracy).toFixed(1)} %, ${imagesPerSecond.toFixed(0)} images/s`
