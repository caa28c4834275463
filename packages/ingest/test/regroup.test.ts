import { assert, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { regroup } from "../src/regroup.ts"
import { range } from "./platform.ts"

const cases = [[4, 4], [1, 2, 3, 4, 5, 6], [9, 0, 4, 3], [4, 1, 4, 4, 8], [2], [0], []].map((sizes) => ({ sizes }))

it.effect.each(cases)("pieces of $sizes bytes become pieces of 4, wherever they lie", ({ sizes }) =>
  Effect.gen(function* () {
    const count = sizes.reduce((sum, size) => sum + size, 0)
    const whole = Uint8Array.from(range(count))
    const starts = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, size) => sum + size, 0))
    const parts = starts.map((start, index) => whole.subarray(start, start + sizes[index]!))
    const next = yield* Stream.runCollect(regroup(4)(Stream.fromIterable(parts)))
    const apart = yield* Stream.runCollect(regroup(4)(Stream.fromIterable(parts.map((part) => part.slice()))))
    for (const pieces of [next, apart]) {
      assert.deepStrictEqual(
        pieces.flatMap((piece) => [...piece]),
        range(count)
      )
      assert.isTrue(pieces.slice(0, -1).every(({ length }) => length === 4))
    }
    assert.isTrue(
      next.every(({ buffer }) => buffer === whole.buffer),
      "copied what lies one after the other"
    )
  })
)
