import { describe, expect, it } from "vitest"
import { parseInterval } from "../src/checkpointFlag.ts"

describe("--checkpoint-every", () => {
  it.each([
    ["500 steps", { steps: 500 }],
    ["1 step", { steps: 1 }],
    ["30 s", { seconds: 30 }],
    ["30s", { seconds: 30 }],
    ["2 min", { seconds: 120 }],
    ["500 steps, 5 min", { steps: 500, seconds: 300 }],
    ["90 s,10 steps", { steps: 10, seconds: 90 }]
  ])("takes %j", (text, interval) => {
    expect(parseInterval(text)).toEqual(interval)
  })

  it.each(["", "500", "0 steps", "-1 s", "1.5 min", "5 hours", "1 s, 2 min", "500 steps,", "often"])(
    "does not take %j",
    (text) => {
      expect(parseInterval(text)).toBeUndefined()
    }
  )
})
