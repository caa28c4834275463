import { CheckpointEvery, type CheckpointInterval } from "@ebcle/trainer/stages"
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"

const part = /^([1-9]\d*) ?(steps?|s|min)$/

/** "500 steps", "30 s", "5 min", or steps and a time with a comma between; undefined for anything else. */
export const parseInterval = (text: string): CheckpointInterval | undefined => {
  const interval: { steps?: number; seconds?: number } = {}
  for (const piece of text.split(",")) {
    const [, count, unit] = part.exec(piece.trim()) ?? []
    const key = unit?.startsWith("step") ? "steps" : "seconds"
    if (unit === undefined || interval[key] !== undefined) return undefined
    interval[key] = Number(count) * (unit === "min" ? 60 : 1)
  }
  return interval
}

/** `--checkpoint-every`, which the commands that train for long have. */
export const checkpointEvery = Flag.String("checkpoint-every").pipe(
  Flag.filterMap(
    (text) => Option.fromUndefinedOr(parseInterval(text)),
    (text) => `expected "500 steps", "30 s", "5 min", or both ("500 steps, 5 min"), not "${text}"`
  ),
  Flag.optional,
  Flag.withDescription(
    'How often a training can go on from when it is killed: "500 steps, 5 min"; every 30 s by default'
  )
)

/** Trains with the interval that the flag gave, if it did. */
export const withCheckpoints =
  (interval: Option.Option<CheckpointInterval>) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Option.match(interval, {
      onNone: () => effect,
      onSome: (every) => Effect.provideService(effect, CheckpointEvery, every)
    })
