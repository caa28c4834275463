import { Effect, type PlatformError, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"
import { HostSystem } from "./hostSystem.ts"

export interface ProcessResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command to its end and keeps both of its outputs; fails only where it cannot be started. */
export const runProcess = (
  command: string,
  args: ReadonlyArray<string>,
  environment: Readonly<Record<string, string>> = {}
): Effect.Effect<ProcessResult, PlatformError.PlatformError, ChildProcessSpawner.ChildProcessSpawner> =>
  Effect.gen(function* () {
    const host = yield* HostSystem
    const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
    const child = yield* spawner.spawn(
      ChildProcess.make(command, args, {
        env: { ...host.environment, ...environment },
        extendEnv: false,
        stdin: "ignore"
      })
    )
    const text = (bytes: typeof child.stdout) => Stream.mkString(Stream.decodeText(bytes))
    const [stdout, stderr, exitCode] = yield* Effect.all([text(child.stdout), text(child.stderr), child.exitCode], {
      concurrency: "unbounded"
    })
    return { exitCode, stdout, stderr }
  }).pipe(Effect.scoped)

/** Like {@link runProcess}, but undefined for a command that is missing or exits with anything but 0. */
export const tryProcess = (
  command: string,
  args: ReadonlyArray<string>
): Effect.Effect<ProcessResult | undefined, never, ChildProcessSpawner.ChildProcessSpawner> =>
  runProcess(command, args).pipe(
    Effect.map((result) => (result.exitCode === 0 ? result : undefined)),
    Effect.orElseSucceed(() => undefined)
  )

/** The line of a failed command's output that says most: the first with "error" in it, else the last. */
export const errorLine = ({ exitCode, stdout, stderr }: ProcessResult): string => {
  const lines = `${stdout}\n${stderr}`.split("\n").flatMap((line) => line.trim() || [])
  return lines.find((line) => /\berror\b|Error:/i.test(line)) ?? lines.at(-1) ?? `exit code ${exitCode}, no output`
}
