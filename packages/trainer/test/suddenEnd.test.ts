import { describe, expect, it } from "@effect/vitest"
import { Cause, Effect, Exit } from "effect"
import { type ProcessEnd, suddenEnd } from "../src/suddenEnd.ts"

// TensorFlow 2.21 in front of a crash, shortened.
const oneDnn = `W0000 bfc_allocator.cc:502] Allocator (mklcpu) ran out of memory trying to allocate 2.00GiB (rounded to 2147483648)requested by op n/While_417/body/_1/stem.norm/FusedBatchNormV3_29
If the cause is memory fragmentation
W0000 op_kernel.cc:1858] OP_REQUIRES failed at mkl_util.h:848 : RESOURCE_EXHAUSTED: OOM when allocating tensor with shape[8,2048,2048,16] and type float on /device:CPU:0 by allocator mklcpu`

const cure = "lower recipe.batchSize or free memory, and run the same command again to go on."

describe("a training process that ends without a word", () => {
  it.effect.each([
    [
      { signal: "SIGSEGV" },
      oneDnn,
      `ran out of memory (OOM when allocating tensor with shape[8,2048,2048,16] in stem.norm/FusedBatchNormV3_29); ${cure}`
    ],
    [
      { signal: "SIGABRT" },
      "terminate called after throwing an instance of 'std::bad_alloc'\n",
      `ran out of memory (std::bad_alloc); ${cure}`
    ],
    [
      { code: 134 },
      "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n",
      `ran out of memory (JavaScript heap out of memory); ${cure}`
    ],
    [{ signal: "SIGKILL" }, "", `was killed (SIGKILL), as the system does when memory runs out; ${cure}`]
  ] as const)("by %j lacked memory", ([end, errors, what]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(suddenEnd("a cell", end, errors))
      expect(error.reason).toBe("OutOfMemory")
      expect(error.message).toBe(`a cell: the training process ${what}`)
    })
  )

  it.effect.each<readonly [ProcessEnd, string]>([
    [{ signal: "SIGSEGV" }, "SIGSEGV"],
    [{ code: 1 }, "exit code 1"]
  ])("by %j has a defect, and what it said is in the trace", ([end, how]) =>
    Effect.gen(function* () {
      const exit = yield* Effect.exit(suddenEnd("a cell", end, "line 1\nline 2\n"))
      expect(Exit.isFailure(exit) && Cause.hasDies(exit.cause)).toBe(true)
      expect(Exit.isFailure(exit) && Cause.pretty(exit.cause)).toMatch(
        new RegExp(`^Error: a cell: the training process ended without a word \\(${how}\\)\\.\nline 1\nline 2\n +at `)
      )
    })
  )
})
