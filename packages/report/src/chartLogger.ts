import { type LoggerInterface, logger, None } from "vega"

/** Keeps Vega off the console, and turns what it would report there as an error into a failure of the drawing. */
export const chartLogger = (): LoggerInterface => {
  const made: LoggerInterface = logger(None)
  made.error = (...reasons: ReadonlyArray<unknown>) => {
    throw new Error(reasons.map(String).join(" "))
  }
  return made
}
