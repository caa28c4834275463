import type { ArtifactStore } from "@ebcle/core"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { obtainWithin } from "../src/obtainWithin.ts"
import type { NamedStudy } from "../src/studyTargets.ts"
import type { Services } from "../src/target.ts"
import { firstOfMnist, namedStudy } from "./fixtures.ts"
import { inTemporaryStore } from "./untrained.ts"

const small = (): NamedStudy => {
  const named = namedStudy("mnist-resnet")
  return { ...named, name: "small", dataset: firstOfMnist, study: { ...named.study, seeds: [1, 2] } }
}

describe("a study within a time", () => {
  it.effect("trains one comparison whole before the next, reports on it, and goes on from there", () => {
    const trained: Array<string> = []
    /** Each training takes 100 s; its record, by which later ones are judged, says 21 s or 9 s. */
    const train = ({ cell }: { readonly cell: { readonly variant: string; readonly seed: number } }) =>
      Effect.gen(function* () {
        yield* TestClock.adjust("100 seconds")
        yield* Effect.yieldNow
        trained.push(`${cell.variant} ${cell.seed}`)
      })
    const study = small()
    const within = (seconds: number): Effect.Effect<ReadonlyArray<string>, unknown, Services | ArtifactStore> =>
      Effect.map(obtainWithin(study, seconds), () => trained.splice(0))
    return inTemporaryStore(
      Effect.gen(function* () {
        const error = yield* Effect.flip(obtainWithin(study, 50))
        assert.strictEqual(error.reason, "BudgetTooSmall")
        assert.strictEqual(
          error.message,
          "configs/mnist-resnet.study.json: no training was finished within 50 s; give --max-time more, and what was begun goes on."
        )
        assert.deepStrictEqual(yield* within(401), ["baseline 1", "restricted 1", "baseline 2", "restricted 2"])
        assert.deepStrictEqual(yield* within(1000), ["restricted-wide 1", "restricted-wide 2"])
        assert.deepStrictEqual(yield* within(1), [])
      }),
      train
    )
  })
})
