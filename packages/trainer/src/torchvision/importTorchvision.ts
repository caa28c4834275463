import { input } from "@ebcle/tensor"
import type { Architecture } from "@ebcle/zoo"
import { Effect } from "effect"
import { buildNetwork } from "../buildNetwork.ts"
import { decodeSafetensors, type Weights } from "../safetensors.ts"
import { TrainerError } from "../trainerError.ts"
import { channelsLast, torchShape } from "./channelsLast.ts"
import { torchvisionFamilies, torchvisionNames } from "./torchvisionNames.ts"

/**
 * The parameters of a network, by name, from a safetensors file that holds the state dict of torchvision's network of the
 * same kind. Every tensor has its place and every parameter its tensor, except for the numbers of batches that batch norm
 * has seen, which nothing here needs.
 *
 * @param file only named in errors
 * @errors TrainerError WeightsInvalid, with the tensor and the shapes
 */
export const importTorchvision = Effect.fnUntraced(function* (
  architecture: Architecture,
  bytes: Uint8Array,
  file: string
): Effect.fn.Return<ReadonlyMap<string, Weights>, TrainerError> {
  const invalid = (what: string) =>
    new TrainerError({
      reason: "WeightsInvalid",
      message: `${file}: ${what}; choose the network that the weights are of.`
    })
  const left = new Map(yield* decodeSafetensors(bytes, file, (name) => name.endsWith(".num_batches_tracked")))
  const { parameters } = buildNetwork(architecture, input("images", [1, ...architecture.input]), false)
  const names = torchvisionNames(architecture.family, parameters)
  if (names === undefined) {
    const known = torchvisionFamilies.join(", ")
    return yield* invalid(`torchvision's names are known for ${known}, not for ${architecture.family}`)
  }
  const found = new Map<string, Weights>()
  for (const { name, value } of parameters) {
    const source = names.get(name)
    const ours = `${name} ${shown(value.shape)} of ${architecture.name}`
    if (source === undefined) return yield* invalid(`torchvision has no name for ${ours}`)
    const tensor = left.get(source)
    const wanted = torchShape(value.shape)
    if (tensor === undefined) return yield* invalid(`there is no tensor "${source}" ${shown(wanted)} for ${ours}`)
    if (withoutPixel(tensor.shape, wanted.length).join() !== wanted.join()) {
      return yield* invalid(`tensor "${source}" is ${shown(tensor.shape)}, not ${shown(wanted)} as ${ours} needs it`)
    }
    left.delete(source)
    found.set(name, { shape: value.shape, data: channelsLast({ ...tensor, shape: wanted }).data })
  }
  const [rest] = left
  if (rest !== undefined) {
    const more = left.size === 1 ? "" : ` and ${left.size - 1} more`
    return yield* invalid(`tensor "${rest[0]}" ${shown(rest[1].shape)}${more} has no place in ${architecture.name}`)
  }
  return found
})

/** torchvision writes the linear layers of squeeze and excitation as convolutions of one pixel. */
const withoutPixel = (shape: ReadonlyArray<number>, rank: number): ReadonlyArray<number> =>
  rank === 2 && shape.length === 4 && shape[2] === 1 && shape[3] === 1 ? shape.slice(0, 2) : shape

const shown = (shape: ReadonlyArray<number>): string => `[${shape.join(", ")}]`
