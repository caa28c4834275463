import type { ArchitectureSummary } from "@ebcle/core"
import type { Architecture } from "./architecture.ts"
import { type Part, parts } from "./parts.ts"
import { summarise } from "./summarise.ts"

/** A part of two networks that is not the same in both; absent on the side that has no such part. */
export interface PartDifference {
  readonly name: string
  readonly before?: Part
  readonly after?: Part
}

/** What is not the same in two networks. */
export interface Difference {
  readonly before: ArchitectureSummary
  readonly after: ArchitectureSummary
  /** In the order of the networks; parts belong together by their names. */
  readonly parts: ReadonlyArray<PartDifference>
}

/** What a transform changed, or what tells two networks apart. */
export const difference = (before: Architecture, after: Architecture): Difference => {
  const [old, changed] = [before, after].map((network) => new Map(parts(network).map((part) => [part.name, part])))
  const names = merged([...old!.keys()], [...changed!.keys()])
  return {
    before: summarise(before),
    after: summarise(after),
    parts: names.flatMap((name) => {
      const [was, is] = [old!.get(name), changed!.get(name)]
      if (itself(was) === itself(is)) return []
      return [{ name, ...(was && { before: was }), ...(is && { after: is }) }]
    })
  }
}

/** A part but for what it sees of the image, which the parts before it decide. */
const itself = (part: Part | undefined): string => JSON.stringify({ ...part, receptiveField: null })

/** The names of both lists, those of the second that the first lacks behind the one that they follow there. */
const merged = (first: ReadonlyArray<string>, second: ReadonlyArray<string>): ReadonlyArray<string> =>
  second.reduce<ReadonlyArray<string>>((names, name, i) => {
    if (names.includes(name)) return names
    const at = i === 0 ? 0 : names.indexOf(second[i - 1]!) + 1
    return names.toSpliced(at, 0, name)
  }, first)
