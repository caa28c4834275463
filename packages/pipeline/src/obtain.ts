import { type Artifact, reportProgress } from "@ebcle/core"
import { Effect } from "effect"
import type { Failure, Services, Target } from "./target.ts"

/** The folders of all trainings below a target: what takes the time. */
const trainings = (wanted: Target<unknown>, found = new Set<string>()): ReadonlySet<string> => {
  if (wanted.stage === "train") found.add(wanted.folder)
  for (const need of Object.values(wanted.needs)) trainings(need, found)
  return found
}

/** Obtains a target after all that it needs, each folder once. Of several trainings it reports how many are done. */
export const obtain = <A>(wanted: Target<A>): Effect.Effect<Artifact<A>, Failure, Services> => {
  const done = new Map<string, Artifact<unknown>>()
  const total = trainings(wanted).size
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
