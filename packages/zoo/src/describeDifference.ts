import type { ArchitectureSummary } from "@ebcle/core"
import { aligned } from "./aligned.ts"
import type { Architecture } from "./architecture.ts"
import { content } from "./describe.ts"
import { difference } from "./difference.ts"
import { grouped } from "./grouped.ts"
import type { Part } from "./parts.ts"

const figures: ReadonlyArray<readonly [name: string, of: (summary: ArchitectureSummary) => number]> = [
  ["layers", ({ depth }) => depth],
  ["blocks", ({ blocks }) => blocks],
  ["width", ({ width }) => width],
  ["parameters", ({ parameters }) => parameters],
  ["multiply-adds", ({ macs }) => macs]
]

/** What is not the same in two networks as lines of text: figures side by side, then parts before (-) and after (+). */
export const describeDifference = (before: Architecture, after: Architecture): string => {
  const { parts, ...summaries } = difference(before, after)
  const sameParts = parts.length === 0
  return [
    `${before.name} → ${after.name}`,
    ...after.trace,
    "",
    ...aligned([
      ["", "before", "after", "after / before", ""],
      ...figures.map(([name, of]) => {
        const [was, is] = [of(summaries.before), of(summaries.after)]
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
