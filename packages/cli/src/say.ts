import process from "node:process"
import { Effect } from "effect"

/** Takes back what a progress bar has drawn on the current line of a terminal. */
export const clearLine = "\r\u001b[K"

/** Writes a line for the person who watches; results alone go to standard output. */
export const sayNow = (line: string): void => {
  process.stderr.write(`${process.stderr.isTTY ? clearLine : ""}${line}\n`)
}

/** `sayNow` as an effect. */
export const say = (line: string): Effect.Effect<void> => Effect.sync(() => sayNow(line))
