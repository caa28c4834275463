import type { BlockProbe } from "@ebcle/core"
import type { HostTensors } from "@ebcle/engine"
import { linearCka } from "@ebcle/stats/linearCka"
import type { Architecture } from "@ebcle/zoo"
import { networkParts } from "../networkParts.ts"
import { probeOutputs } from "./probeProgram.ts"

/** What a probe says of a block, and the ratio of every image. */
export interface ProbedBlock {
  readonly record: BlockProbe
  readonly ratios: ArrayLike<number> | undefined
}

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length

/** JSON has no NaN. */
const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null)

/** The blocks of a network in the order of depth, from the outputs of `probeProgram`. */
export const probedBlocks = (architecture: Architecture, outputs: HostTensors): ReadonlyArray<ProbedBlock> => {
  const parts = networkParts(architecture).map(({ name }) => name)
  const gram = (part: string) => Float64Array.from(outputs[probeOutputs.gram(part)]!.data)
  return architecture.stages
    .flatMap(({ blocks }) => blocks)
    .map(({ name }): ProbedBlock => {
      const ratios = outputs[probeOutputs.ratio(name)]?.data
      const after = parts[parts.indexOf(name) + 1]!
      const { biased, debiased } = linearCka(gram(name), gram(after))
      return {
        record: {
          block: name,
          ratio: ratios === undefined ? null : orNull(mean(ratios)),
          cka: orNull(biased),
          debiasedCka: orNull(debiased)
        },
        ratios
      }
    })
}
