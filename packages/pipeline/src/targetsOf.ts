import type { Target } from "./target.ts"

/** Targets and all that they need, in the order of running, each folder once. */
export const targetsOf = (wanted: ReadonlyArray<Target<unknown>>): ReadonlyArray<Target<unknown>> => {
  const found = new Map<string, Target<unknown>>()
  const visiting = new Set<string>()
  const visit = (target: Target<unknown>) => {
    if (visiting.has(target.folder)) return
    visiting.add(target.folder)
    for (const need of Object.values(target.needs)) visit(need)
    found.set(target.folder, target)
  }
  for (const target of wanted) visit(target)
  return [...found.values()]
}
