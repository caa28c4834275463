import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { obtainWithin } from "../src/obtainWithin.ts"
import type { NamedStudy } from "../src/studyTargets.ts"
import { namedStudy } from "./fixtures.ts"
import { inTemporaryStore } from "./untrained.ts"

const small = (): NamedStudy => {
  const named = namedStudy("mnist-resnet")
  return { ...named, name: "small", study: { ...named.study, seeds: [1, 2] } }
}

/** Runs the study within so many seconds, where each training takes 100 (its record says 21 or 9), and tells what was trained. */
const within = (seconds: number) => {
  const trained: Array<string> = []
  const train = ({ cell }: { readonly cell: { readonly variant: string; readonly seed: number } }) =>
    Effect.gen(function* () {
      yield* TestClock.adjust("100 seconds")
      yield* Effect.yieldNow
      trained.push(`${cell.variant} ${cell.seed}`)
    })
  return Effect.map(Effect.exit(inTemporaryStore(obtainWithin(small(), seconds), train)), (exit) => ({ exit, trained }))
}

describe("a study within a time", () => {
  it.effect("trains all of it where that fits", () =>
    Effect.gen(function* () {
      const { exit, trained } = yield* within(700)
      assert.strictEqual(exit._tag, "Success")
      assert.lengthOf(trained, 6)
    })
  )

  it.effect("trains one comparison whole before the next, and reports on it", () =>
    Effect.gen(function* () {
      const { exit, trained } = yield* within(401)
      assert.deepStrictEqual(trained, ["baseline 1", "restricted 1", "baseline 2", "restricted 2"])
      assert.strictEqual(exit._tag, "Success", String(exit))
    })
  )

  it.effect("says that nothing fitted", () =>
    Effect.gen(function* () {
      const { exit, trained } = yield* within(50)
      assert.deepStrictEqual(trained, [])
      assert.include(String(exit), "BudgetTooSmall")
    })
  )
})
