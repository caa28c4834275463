import { readFileSync } from "node:fs"
import { freemem } from "node:os"
import { Context, Effect } from "effect"

const numberIn = (file: string, pattern: RegExp): number | undefined => {
  try {
    const found = pattern.exec(readFileSync(file, "utf8"))
    return found === null ? undefined : Number(found[1])
  } catch {
    return undefined
  }
}

/** Bytes that a process may still take: what the system has to give, and what its control group allows, if less. */
const available = (): number => {
  const kibibytes = numberIn("/proc/meminfo", /^MemAvailable:\s+(\d+)/m)
  const limit = numberIn("/sys/fs/cgroup/memory.max", /^(\d+)$/m)
  const used = numberIn("/sys/fs/cgroup/memory.current", /^(\d+)$/m)
  const allowed = limit === undefined || used === undefined ? Number.POSITIVE_INFINITY : limit - used
  return Math.min(kibibytes === undefined ? freemem() : kibibytes * 1024, allowed)
}

/** The memory of the machine that this process runs on. */
export const HostMemory = Context.Reference<{ readonly available: Effect.Effect<number> }>(
  "@ebcle/trainer/HostMemory",
  { defaultValue: () => ({ available: Effect.sync(available) }) }
)
