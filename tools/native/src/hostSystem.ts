import { readFileSync } from "node:fs"
import { statfs } from "node:fs/promises"
import os from "node:os"
import { Context, Effect } from "effect"

/** What the set-up asks of the machine and of the running process, besides files and child processes. */
export interface HostSystemShape {
  readonly platform: string
  readonly arch: string
  readonly nodeVersion: string
  readonly nodeExecutable: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly hostName: string
  readonly processId: number
  readonly cpuModel: string
  /** The instruction sets that the processor offers, as far as the system says. */
  readonly processorFeatures: string
  /** Threads that this process may run at once. */
  readonly parallelism: number
  /** Whether a process with this id runs on this machine. */
  readonly isAlive: (processId: number) => boolean
  /** Bytes that this user may still write below an existing folder; undefined where the system does not say. */
  readonly freeBytes: (folder: string) => Effect.Effect<number | undefined>
}

const isAlive = (processId: number): boolean => {
  try {
    process.kill(processId, 0)
    return true
  } catch (cause) {
    // EPERM: it runs, as another user.
    return cause instanceof Error && "code" in cause && cause.code === "EPERM"
  }
}

const processorFeatures = (): string => {
  try {
    return /^flags\s*:.*$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[0] ?? ""
  } catch {
    return ""
  }
}

const freeBytes = (folder: string): Effect.Effect<number | undefined> =>
  Effect.tryPromise(() => statfs(folder)).pipe(
    Effect.map(({ bavail, bsize }) => bavail * bsize),
    Effect.orElseSucceed(() => undefined)
  )

/** The machine, replaceable in a test; by default the one that the process runs on. */
export const HostSystem = Context.Reference<HostSystemShape>("@ebcle/native/HostSystem", {
  defaultValue: () => ({
    platform: process.platform,
    arch: process.arch,
    nodeVersion: process.versions.node,
    nodeExecutable: process.execPath,
    environment: process.env,
    home: os.homedir(),
    hostName: os.hostname(),
    processId: process.pid,
    processorFeatures: processorFeatures(),
    cpuModel: os.cpus()[0]?.model.trim() ?? "unknown CPU",
    parallelism: os.availableParallelism(),
    isAlive,
    freeBytes
  })
})
