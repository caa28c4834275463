import process from "node:process"
import { Effect } from "effect"

/** Writes a line for the person who watches; results alone go to standard output. */
export const sayNow = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

/** `sayNow` as an effect. */
export const say = (line: string): Effect.Effect<void> => Effect.sync(() => sayNow(line))
