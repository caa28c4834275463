import { Clock, Effect } from "effect"

/** Seconds on a clock that only goes forward. */
export const seconds = Effect.map(Clock.currentTimeNanos, (nanos) => Number(nanos) / 1e9)

/** What an effect gives, and how many seconds it took. */
export const timed = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const before = yield* seconds
    const value = yield* effect
    return [value, (yield* seconds) - before] as const
  })
