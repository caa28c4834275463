import type { Artifact, Comparison, DepthEstimate, EntropyProfile } from "@ebcle/core"
import { sha256 } from "@ebcle/core"
import { overviewStage } from "@ebcle/report"
import { Effect } from "effect"
import { comparisonTarget, estimateTarget, type NamedStudy, profileTarget } from "./studyTargets.ts"
import { type Target, target } from "./target.ts"

/** Names longer than this together are no folder. */
const longestFolder = 120

const folderOf = (names: ReadonlyArray<string>): string => {
  const joined = names.join("+")
  return `overview/${joined.length > longestFolder ? sha256(joined) : joined}`
}

/** The page of several studies together, in `overview/<their names>`. */
export const overviewTarget = (studies: ReadonlyArray<NamedStudy>) => {
  const needs = Object.fromEntries(
    studies.flatMap(
      (named): ReadonlyArray<readonly [string, Target<unknown>]> => [
        [`profile:${named.name}`, profileTarget(named.dataset, named.study.measure)],
        [`estimate:${named.name}`, estimateTarget(named)],
        [`comparison:${named.name}`, comparisonTarget(named)]
      ]
    )
  )
  return target({
    stage: overviewStage,
    folder: folderOf(studies.map(({ name }) => name)),
    // Each name stands for a target of its own type.
    needs: needs as Readonly<Record<`profile:${string}`, Target<EntropyProfile>>> &
      Readonly<Record<`estimate:${string}`, Target<DepthEstimate>>> &
      Readonly<Record<`comparison:${string}`, Target<Comparison>>>,
    request: (inputs) =>
      Effect.succeed({
        params: {
          studies: studies.map(({ file, name, study }) => ({ name, study, studyFile: file })),
          command: `npx ebcle report ${studies.map(({ file }) => file).join(" ")}`
        },
        inputs: inputs as Readonly<Record<`profile:${string}`, Artifact<EntropyProfile>>> &
          Readonly<Record<`estimate:${string}`, Artifact<DepthEstimate>>> &
          Readonly<Record<`comparison:${string}`, Artifact<Comparison>>>
      })
  })
}
