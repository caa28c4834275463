import { sizeOf } from "@ebcle/tensor"
import { Effect } from "effect"
import { decodeSafetensors, type Weights } from "../../src/safetensors.ts"
import { goldenFile } from "../golden.ts"

/** A published network of torchvision: what its state dict holds, and the scale of each batch norm; golden/torchvision/logits.py. */
interface Layout {
  readonly shapes: Readonly<Record<string, ReadonlyArray<number>>>
  readonly scales: Readonly<Record<string, number>>
}

export const layouts = JSON.parse(new TextDecoder().decode(goldenFile("torchvision/full.json"))) as Readonly<
  Record<string, Layout>
>

/** The state dict of a small network as the safetensors package wrote it. */
export const smallFile = (name: string): Uint8Array => goldenFile(`torchvision/${name}.safetensors`)

const logits = Effect.runSync(decodeSafetensors(smallFile("logits"), "logits.safetensors"))

/** What PyTorch answers to `images`: [2, classes]. */
export const goldenLogits = (name: string): Weights => logits.get(name)!

/** The finaliser of MurmurHash3. */
const mixed = (word: number): number => {
  let h = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Numbers in [-1, 1) that follow from a name and their place, each taken through `of`: the same as in logits.py. */
const numbers = (name: string, count: number, of: (u: number) => number): Float32Array => {
  let key = 0x811c9dc5
  for (const byte of new TextEncoder().encode(name)) key = Math.imul(key ^ byte, 0x01000193)
  const values = new Float32Array(count)
  for (let i = 0; i < count; i++) values[i] = of(mixed(mixed(i) ^ key) / 2 ** 31 - 1)
  return values
}

/** [2, 75, 64, 3] */
export const images: Weights = { shape: [2, 75, 64, 3], data: numbers("images", 2 * 75 * 64 * 3, (u) => u * 2) }

/** The state dict of a published network with the numbers that logits.py filled it with. */
export const stateDict = ({ scales, shapes }: Layout): ReadonlyMap<string, Weights> =>
  new Map(
    Object.entries(shapes).map(([name, shape]) => {
      const module = name.slice(0, name.lastIndexOf("."))
      return [name, { shape, data: numbers(name, sizeOf(shape), distribution(name, shape, scales[module]!)) }]
    })
  )

const distribution = (name: string, shape: ReadonlyArray<number>, scale: number): ((u: number) => number) => {
  if (name.endsWith(".running_mean")) return (u) => (u / 4) * scale
  if (name.endsWith(".running_var")) return (u) => (1 + u / 2) * scale ** 2
  if (name.endsWith(".bias")) return (u) => u / 4
  if (shape.length === 1) return (u) => 1 + u / 4
  const factor = Math.sqrt(6 / sizeOf(shape.slice(1)))
  return (u) => u * factor
}
