import type { MeasureName } from "@ebcle/core"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { describe } from "vitest"
import { columnsOf } from "../src/measureImages.ts"
import { measurePool } from "../src/measurePool.ts"
import { measures } from "../src/measures.ts"
import { cifar } from "./golden.ts"

const names = Object.keys(measures) as ReadonlyArray<MeasureName>
const shape = [32, 32, 3] as const

/** Every number of the 20 images, in pieces of at most `capacity`. */
const measured = Effect.fnUntraced(function* (workers: number, capacity: number) {
  const pool = yield* measurePool({ names, shape, capacity, workers })
  const images = cifar()
  const pieces: Array<Float64Array> = []
  for (let from = 0; from < 20; from += capacity) {
    pieces.push((yield* pool(images.subarray(from * 3072, Math.min(20, from + capacity) * 3072))).slice())
  }
  return pieces.flatMap((piece) => [...piece])
}, Effect.scoped)

describe("measurePool", () => {
  it.effect("gives the same bits whatever the number of workers and the size of pieces", () =>
    Effect.gen(function* () {
      const alone = yield* measured(1, 20)
      assert.lengthOf(alone, 20 * columnsOf(names, shape).length)
      for (const [workers, capacity] of [[2, 20], [3, 7], [8, 19], [1, 3]] as const) // biome-ignore format: pairs belong together
        assert.deepStrictEqual(yield* measured(workers, capacity), alone)
    })
  )
})
