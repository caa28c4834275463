import { countActivations } from "./activations.ts"
import { aligned } from "./aligned.ts"
import type { Architecture } from "./architecture.ts"
import { content } from "./describe.ts"
import { difference } from "./difference.ts"
import { grouped } from "./grouped.ts"
import type { Part } from "./parts.ts"
import { summarise } from "./summarise.ts"

const figures: ReadonlyArray<readonly [name: string, of: (network: Architecture) => number]> = [
  ["layers", ({ depth }) => depth],
  ["blocks", (network) => summarise(network).blocks],
  ["width", ({ width }) => width],
  ["parameters", (network) => summarise(network).parameters],
  ["multiply-adds", (network) => summarise(network).macs],
  ["activations", countActivations]
]

/** What is not the same in two networks as lines of text: figures side by side, then parts before (-) and after (+). */
export const describeDifference = (before: Architecture, after: Architecture): string => {
  const { parts } = difference(before, after)
  const sameParts = parts.length === 0
  return [
    `${before.name} → ${after.name}`,
    ...after.trace,
    "",
    ...aligned([
      ["", "before", "after", "after / before", ""],
      ...figures.map(([name, of]) => {
        const [was, is] = [of(before), of(after)]
        return [name, grouped(was), grouped(is), (is / was).toFixed(3), ""]
      })
    ]),
    "",
    ...(sameParts
      ? ["Layer by layer they are the same."]
      : aligned([
          ["", "output", "parameters", "multiply-adds", "layers"],
          ...parts.flatMap((part) => [...row("-", part.before), ...row("+", part.after)])
        ]))
  ].join("\n")
}

const row = (sign: string, part: Part | undefined): ReadonlyArray<ReadonlyArray<string>> =>
  part === undefined
    ? []
    : [
        [
          `${sign} ${part.name}`,
          part.output.join("×"),
          grouped(part.parameters),
          grouped(part.macs),
          part.layers.map(content).join(", ")
        ]
      ]
