import type { Artifact } from "@ebcle/core"
import { Effect } from "effect"
import type { Failure, Services, Target } from "./target.ts"

/** Obtains a target after all that it needs, each folder once. */
export const obtain = <A>(wanted: Target<A>): Effect.Effect<Artifact<A>, Failure, Services> => {
  const done = new Map<string, Artifact<unknown>>()
  const visit = <B>(next: Target<B>): Effect.Effect<Artifact<B>, Failure, Services> =>
    Effect.gen(function* () {
      const known = done.get(next.folder)
      // A folder belongs to one target, so what was found there is of its type.
      if (known !== undefined) return known as Artifact<B>
      const artifacts: Record<string, Artifact<unknown>> = {}
      for (const [name, need] of Object.entries(next.needs)) artifacts[name] = yield* visit(need)
      const artifact = yield* next.obtain(artifacts)
      done.set(next.folder, artifact)
      return artifact
    })
  return visit(wanted)
}
