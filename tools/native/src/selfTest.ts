import { fileURLToPath } from "node:url"
import { Effect, Schema } from "effect"
import type { ChildProcessSpawner } from "effect/process"
import { HostSystem } from "./hostSystem.ts"
import { NativeError } from "./nativeError.ts"
import { errorLine, type ProcessResult, runProcess } from "./runProcess.ts"

const script = fileURLToPath(new URL("../assets/selfTest.cjs", import.meta.url))

const Answer = Schema.fromJsonString(
  Schema.Struct({ tensorflow: Schema.String, gpu: Schema.Boolean, product: Schema.Array(Schema.Number) })
)

/** [[1, 2, 3], [4, 5, 6]] times [[7, 8], [9, 10], [11, 12]], by hand. */
const expected = [58, 64, 139, 154]

/** A GPU may compile its kernels on the first use, which takes minutes. */
const timeLimit = "10 minutes"

export interface SelfTestResult {
  readonly tensorflowVersion: string
  readonly computesOn: "CPU" | "GPU"
}

/**
 * Loads tfjs-node-gpu in a process of its own (a broken library can crash it), multiplies two matrices and checks the product.
 * `cure` ends the message of a failure.
 */
export const selfTest = (
  packageDirectory: string,
  cure: string
): Effect.Effect<SelfTestResult, NativeError, ChildProcessSpawner.ChildProcessSpawner> =>
  Effect.gen(function* () {
    const failed = (why: string) =>
      new NativeError({ reason: "SelfTestFailed", problem: `TensorFlow's self-test: ${why}`, cure })
    const host = yield* HostSystem
    const result = yield* runProcess(host.nodeExecutable, [script, packageDirectory], {
      TF_CPP_MIN_LOG_LEVEL: "3"
    }).pipe(
      Effect.mapError((cause) => failed(cause.message)),
      Effect.timeoutOrElse({ duration: timeLimit, orElse: () => failed(`no answer within ${timeLimit}`) })
    )
    if (result.exitCode !== 0) return yield* failed(errorLine(result))
    const { tensorflow, gpu, product } = yield* Schema.decodeUnknownEffect(Answer)(lastLine(result)).pipe(
      Effect.mapError(() => failed(`unexpected answer "${lastLine(result)}"`))
    )
    if (product.length !== expected.length || product.some((value, index) => value !== expected[index])) {
      return yield* failed(`the matrix product is [${product}], not [${expected}]`)
    }
    return { tensorflowVersion: tensorflow, computesOn: gpu ? "GPU" : "CPU" }
  })

const lastLine = ({ stdout }: ProcessResult): string => stdout.trimEnd().split("\n").at(-1) ?? ""
