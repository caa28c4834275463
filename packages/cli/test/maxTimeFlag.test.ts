import { describe, expect, it } from "vitest"
import { parseDuration } from "../src/maxTimeFlag.ts"

describe("parseDuration", () => {
  it.each([
    ["90 s", 90],
    ["30min", 1800],
    [" 2 h ", 7200],
    ["1.5h", 5400]
  ])("of %j is %d s", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds)
  })

  it.each(["", "2", "h", "-1 h", "2 days", "1h 30min"])("of %j is nothing", (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })
})
