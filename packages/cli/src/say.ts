import process from "node:process"
import { Effect } from "effect"

/** A line for the person who watches; results alone go to standard output. */
export const say = (line: string): Effect.Effect<void> =>
  Effect.sync(() => {
    process.stderr.write(`${line}\n`)
  })
