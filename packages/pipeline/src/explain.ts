import { type Artifact, describeState } from "@ebcle/core"
import { Effect } from "effect"
import type { Failure, Services, Target } from "./target.ts"
import { targetsOf } from "./targetsOf.ts"

/** What would happen to one target, and why. */
export interface Explanation {
  readonly folder: string
  readonly stage: string
  readonly runs: boolean
  readonly why: string
}

/** How many artifacts are looked at at once: what one waits for on the disk, others are decoded. */
const atOnce = 16

/** The end of the longest row of targets from `start` on that need nothing of each other. */
const endOfRow = (
  targets: ReadonlyArray<Target<unknown>>,
  start: number,
  isSeen: (folder: string) => boolean
): number => {
  let end = start + 1
  while (end < targets.length && Object.values(targets[end]!.needs).every(({ folder }) => isSeen(folder))) end++
  return end
}

/**
 * Says of targets and all that they need whether they would run, and why; computes nothing. In the order of running,
 * each folder once.
 */
export const explain = (
  ...wanted: ReadonlyArray<Target<unknown>>
): Effect.Effect<ReadonlyArray<Explanation>, Failure, Services> =>
  Effect.gen(function* () {
    const targets = targetsOf(wanted)
    const explanations: Array<Explanation> = []
    /** The artifact of a folder, or undefined where it would have to be made first. */
    const seen = new Map<string, Artifact<unknown> | undefined>()

    const look = ({ folder, inspect, needs, stage }: Target<unknown>) =>
      Effect.gen(function* () {
        const artifacts: Record<string, Artifact<unknown>> = {}
        const missing: Array<string> = []
        for (const [name, need] of Object.entries(needs)) {
          const artifact = seen.get(need.folder)
          if (artifact === undefined) missing.push(need.folder)
          else artifacts[name] = artifact
        }
        if (missing.length > 0) {
          const others = missing.length === 1 ? "" : ` and ${missing.length - 1} more`
          return {
            artifact: undefined,
            explanation: { folder, stage, runs: true, why: `needs ${missing[0]}${others} first` }
          }
        }
        const state = yield* inspect(artifacts)
        const explanation = { folder, stage, runs: state._tag !== "Ready", why: describeState(state) }
        return { artifact: state._tag === "Ready" ? state.artifact : undefined, explanation }
      })

    for (let start = 0; start < targets.length; ) {
      const row = targets.slice(
        start,
        endOfRow(targets, start, (folder) => seen.has(folder))
      )
      const looked = yield* Effect.forEach(row, look, { concurrency: atOnce })
      for (const [i, { artifact, explanation }] of looked.entries()) {
        seen.set(row[i]!.folder, artifact)
        explanations.push(explanation)
      }
      start += row.length
    }
    return explanations
  })
