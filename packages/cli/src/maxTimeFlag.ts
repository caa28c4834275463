import { Option } from "effect"
import { Flag } from "effect/cli"

const inSeconds = { s: 1, min: 60, h: 3600 } as const

/** "90 s", "30 min" or "2h" in seconds; undefined for anything else. */
export const parseDuration = (text: string): number | undefined => {
  const [, count, unit] = /^(\d+(?:\.\d+)?) ?(s|min|h)$/.exec(text.trim()) ?? []
  return unit === undefined ? undefined : Number(count) * inSeconds[unit as keyof typeof inSeconds]
}

/** `--max-time`, in seconds. */
export const maxTime = Flag.String("max-time").pipe(
  Flag.filterMap(
    (text) => Option.fromUndefinedOr(parseDuration(text)),
    (text) => `expected "90 s", "30 min" or "2 h", not "${text}"`
  ),
  Flag.optional,
  Flag.withDescription(
    "Train only what fits into so long, all seeds of a comparison before the next, and report on what there is"
  )
)
