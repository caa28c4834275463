import { cp, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { tinyStudy } from "./tinyStudy.ts"

const first = fileURLToPath(new URL("../../../test-data/mnist-first", import.meta.url))

const descriptor = {
  format: "idx",
  train: { images: "train-images-idx3-ubyte.gz", labels: "train-labels-idx1-ubyte.gz" },
  test: { images: "t10k-images-idx3-ubyte.gz", labels: "t10k-labels-idx1-ubyte.gz" },
  classes: [..."0123456789"],
  licence: "CC BY-SA 3.0",
  citation: "test-data/README.md"
}

/** Writes MNIST, cut after a few images, into a folder, described by its `digits.json`. */
export const writeDigits = async (folder: string): Promise<void> => {
  await cp(first, folder, { recursive: true })
  await writeFile(join(folder, "digits.json"), JSON.stringify(descriptor))
}

/** A study of two trainings, of two steps an epoch, whose other stages take no time. */
export const studyOfDigits = (dataset = "digits") => ({
  ...tinyStudy(),
  dataset: { name: dataset, trainImages: 128, testImages: 100 },
  seeds: [1]
})
