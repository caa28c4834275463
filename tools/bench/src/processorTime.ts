import { readFileSync } from "node:fs"

/** Ticks that all processors have spent on work of any process since the start, and in all; of Linux. */
export const processorTicks = (): { readonly busy: number; readonly all: number } => {
  const [user, nice, system, idle, waiting, ...rest] = readFileSync("/proc/stat", "utf8")
    .split("\n", 1)[0]!
    .trim()
    .split(/\s+/)
    .slice(1, 9)
    .map(Number)
  const busy = user! + nice! + system! + rest.reduce((sum, ticks) => sum + ticks, 0)
  return { busy, all: busy + idle! + waiting! }
}
