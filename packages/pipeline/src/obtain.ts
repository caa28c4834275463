import { type Artifact, reportProgress } from "@ebcle/core"
import { Effect } from "effect"
import type { Failure, Services, Target } from "./target.ts"
import { targetsOf } from "./targetsOf.ts"

/** Obtains a target after all that it needs, each folder once. Of several trainings it reports how many are done. */
export const obtain = <A>(wanted: Target<A>): Effect.Effect<Artifact<A>, Failure, Services> => {
  const done = new Map<string, Artifact<unknown>>()
  const total = targetsOf([wanted]).filter(({ stage }) => stage === "train").length
  let trained = 0
  const reportTrained = Effect.suspend(() =>
    total > 1 ? reportProgress({ task: wanted.folder, done: trained, total, unit: "trainings" }) : Effect.void
  )
  const visit = <B>(next: Target<B>): Effect.Effect<Artifact<B>, Failure, Services> =>
    Effect.gen(function* () {
      const known = done.get(next.folder)
      // A folder belongs to one target, so what was found there is of its type.
      if (known !== undefined) return known as Artifact<B>
      const artifacts: Record<string, Artifact<unknown>> = {}
      for (const [name, need] of Object.entries(next.needs)) artifacts[name] = yield* visit(need)
      const artifact = yield* next.obtain(artifacts)
      done.set(next.folder, artifact)
      if (next.stage === "train") {
        trained += 1
        yield* reportTrained
      }
      return artifact
    })
  return Effect.andThen(reportTrained, visit(wanted))
}
