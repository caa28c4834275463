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
    /** The artifacts that would not have to be made first, by their folders. */
    const seen = new Map<string, Artifact<unknown>>()

    for (const target of targets) {
      const { folder, needs, stage } = target
      const artifacts: Record<string, Artifact<unknown>> = {}
      const missing: Array<string> = []
      for (const name in needs) {
        const need = needs[name]!.folder
        const artifact = seen.get(need)
        if (artifact === undefined) missing.push(need)
        else artifacts[name] = artifact
      }
      if (missing.length > 0) {
        const others = missing.length === 1 ? "" : ` and ${missing.length - 1} more`
        explanations.push({ folder, stage, runs: true, why: `needs ${missing[0]}${others} first` })
        continue
      }
      const state = yield* target.look(artifacts)
      if (state._tag === "Ready") seen.set(folder, state.artifact)
      explanations.push({ folder, stage, runs: state._tag !== "Ready", why: describeState(state) })
    }
    return explanations
  })
