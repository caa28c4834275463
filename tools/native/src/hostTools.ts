import { Effect } from "effect"
import type { ChildProcessSpawner } from "effect/process"
import { HostSystem } from "./hostSystem.ts"
import { NativeError } from "./nativeError.ts"
import { tryProcess } from "./runProcess.ts"

/** A program that was found, the arguments that always go with it, and what it calls itself. */
export interface HostTool {
  readonly command: string
  readonly args: ReadonlyArray<string>
  readonly version: string
}

const firstWorking = (
  candidates: ReadonlyArray<ReadonlyArray<string>>
): Effect.Effect<HostTool | undefined, never, ChildProcessSpawner.ChildProcessSpawner> =>
  Effect.gen(function* () {
    for (const [command, ...args] of candidates) {
      if (command === undefined) continue
      const result = yield* tryProcess(command, [...args, "--version"])
      if (result !== undefined) return { command, args, version: result.stdout.split("\n", 1)[0]?.trim() ?? "" }
    }
    return undefined
  })

/** The C++ compiler: `CXX` where it is set, else the first of c++, g++ and clang++ that runs. */
export const findCompiler: Effect.Effect<HostTool, NativeError, ChildProcessSpawner.ChildProcessSpawner> = Effect.gen(
  function* () {
    const chosen = (yield* HostSystem).environment.CXX?.trim()
    const found = yield* firstWorking(chosen ? [chosen.split(/\s+/)] : [["c++"], ["g++"], ["clang++"]])
    if (found !== undefined) return found
    return yield* new NativeError({
      reason: "NoCompiler",
      ...(chosen
        ? { problem: `CXX=${chosen}: no C++ compiler runs under that name`, cure: "correct or unset CXX" }
        : {
            problem: "no C++ compiler (tried c++, g++, clang++)",
            cure: "install one (Debian: apt-get install g++) or name it in CXX"
          })
    })
  }
)

/** Python 3, whose pip fetches the wheels and whose zipfile unpacks them. */
export const findPython: Effect.Effect<HostTool, NativeError, ChildProcessSpawner.ChildProcessSpawner> = Effect.gen(
  function* () {
    const found = yield* firstWorking([["python3"], ["python"]])
    if (found?.version.startsWith("Python 3")) return found
    return yield* new NativeError({
      reason: "NoPython",
      problem: "no Python 3 (tried python3, python)",
      cure: "install it with pip (Debian: apt-get install python3-pip) or set EBCLE_TENSORFLOW_DIR"
    })
  }
)

/** pip of that Python, as the arguments that start it. */
export const findPip = (
  python: HostTool
): Effect.Effect<HostTool, NativeError, ChildProcessSpawner.ChildProcessSpawner> =>
  Effect.gen(function* () {
    const found = yield* firstWorking([[python.command, "-m", "pip"]])
    if (found !== undefined) return found
    return yield* new NativeError({
      reason: "NoPip",
      problem: `${python.command} (${python.version}) has no pip`,
      cure: "install it (Debian: apt-get install python3-pip) or set EBCLE_TENSORFLOW_DIR"
    })
  })
