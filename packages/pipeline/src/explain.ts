import { type Artifact, describeState } from "@ebcle/core"
import { Effect } from "effect"
import type { Failure, Services, Target } from "./target.ts"

/** What would happen to one target, and why. */
export interface Explanation {
  readonly folder: string
  readonly stage: string
  readonly runs: boolean
  readonly why: string
}

/** Says of a target and all that it needs whether it would run, and why; computes nothing. In the order of running. */
export const explain = (wanted: Target<unknown>): Effect.Effect<ReadonlyArray<Explanation>, Failure, Services> =>
  Effect.gen(function* () {
    const explanations: Array<Explanation> = []
    /** The artifact of a folder, or undefined where it would have to be made first. */
    const seen = new Map<string, Artifact<unknown> | undefined>()
    const visit = ({ folder, inspect, needs, stage }: Target<unknown>): Effect.Effect<void, Failure, Services> =>
      Effect.gen(function* () {
        if (seen.has(folder)) return
        const artifacts: Record<string, Artifact<unknown>> = {}
        const missing: Array<string> = []
        for (const [name, need] of Object.entries(needs)) {
          yield* visit(need)
          const artifact = seen.get(need.folder)
          if (artifact === undefined) missing.push(need.folder)
          else artifacts[name] = artifact
        }
        if (missing.length > 0) {
          const others = missing.length === 1 ? "" : ` and ${missing.length - 1} more`
          explanations.push({ folder, stage, runs: true, why: `needs ${missing[0]}${others} first` })
          seen.set(folder, undefined)
          return
        }
        const state = yield* inspect(artifacts)
        explanations.push({ folder, stage, runs: state._tag !== "Ready", why: describeState(state) })
        seen.set(folder, state._tag === "Ready" ? state.artifact : undefined)
      })
    yield* visit(wanted)
    return explanations
  })
