import { Effect } from "effect"
import type { Release } from "../release.ts"
import { openIdxFiles } from "./idxDataset.ts"

const classNames = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot"
]

const names = {
  trainImages: "train-images-idx3-ubyte.gz",
  trainLabels: "train-labels-idx1-ubyte.gz",
  testImages: "t10k-images-idx3-ubyte.gz",
  testLabels: "t10k-labels-idx1-ubyte.gz"
}

/** Fashion-MNIST: the four official files, packed as they are published. */
export const fashionRelease: Release = {
  folder: "fashion-mnist",
  archives: [],
  required: Object.values(names),
  optional: [],
  open: (files) =>
    Effect.suspend(() => {
      const file = (name: keyof typeof names) => files.get(names[name])!
      return openIdxFiles({
        classNames,
        train: { images: file("trainImages"), labels: file("trainLabels") },
        test: { images: file("testImages"), labels: file("testLabels") }
      })
    })
}
