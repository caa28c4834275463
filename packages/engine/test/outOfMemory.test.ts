import { add, reduceSum, variable } from "@ebcle/tensor"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Engine } from "../src/engine.ts"
import { callFailed } from "../src/engineError.ts"
import { float32 } from "../src/hostTensor.ts"
import { tensorflowLayer } from "./engines.ts"

describe("memory that TensorFlow does not get", () => {
  it.effect("is told apart from other failures, and leaves the session at work", () =>
    Effect.gen(function* () {
      const size = 2 ** 18
      const [rows, columns] = [variable("rows", [size, 1]), variable("columns", [1, size])]
      // 256 GiB in between.
      const program = { outputs: { sum: reduceSum(add(rows, columns), [0, 1]) }, updates: [] }
      const session = yield* (yield* Engine).open({ entryPoints: { step: { kind: "loop", program } } })
      const ones = new Float32Array(size).fill(1)
      yield* session.write({ rows: float32(ones, [size, 1]), columns: float32(ones, [1, size]) })
      const error = yield* Effect.flip(session.loop("step", 0, 1))
      expect(error.reason).toBe("OutOfMemory")
      expect(error.message).toMatch(
        /^TensorFlow could not run "step": OOM when allocating tensor with shape\[262144,262144\] in \S+\.$/
      )
      expect((yield* session.read(["rows"])).rows!.data[size - 1]).toBe(1)
    }).pipe(Effect.scoped, Effect.provide(tensorflowLayer))
  )
})

describe("callFailed", () => {
  it.each([
    [new Error("bad\nworse"), "RunFailed", "L could not run: bad."],
    ["just words", "RunFailed", "L could not run: just words."],
    [
      new Error(
        "OOM when allocating tensor with shape[2,3] and type float\n\t [[{{function_node f}}{{node a/Add_1}}]]"
      ),
      "OutOfMemory",
      "L could not run: OOM when allocating tensor with shape[2,3] in a/Add_1."
    ],
    [
      new Error("OOM when allocating tensor with shape[] and type float"),
      "OutOfMemory",
      "L could not run: OOM when allocating tensor with shape[]."
    ]
  ])("of %s is %s", (cause, reason, message) => {
    expect(callFailed("L", "run", cause)).toMatchObject({ reason, message })
  })
})
