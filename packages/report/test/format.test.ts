import { describe, expect, it } from "vitest"
import {
  asSentence,
  counted,
  decimalsFor,
  fixed,
  integer,
  interval,
  listed,
  meanAndSd,
  millions,
  percent,
  plain,
  plainPercent,
  points,
  pValue,
  ratio,
  signed,
  withUnit
} from "../src/format.ts"

describe("format", () => {
  const cases: ReadonlyArray<readonly [said: string, expected: string]> = [
    [fixed(-1.005, 1), "−1.0"],
    [fixed(-0.0001, 2), "0.00"],
    [signed(0.004, 2), "0.00"],
    [signed(0.1, 2), "+0.10"],
    [signed(-0.1, 2), "−0.10"],
    [integer(7), "7"],
    [integer(1234), "1,234"],
    [integer(-1234567), "−1,234,567"],
    [percent(0.98765), "98.77"],
    [percent(0.95, 0), "95"],
    [points(-0.00123), "−0.12"],
    [plain(-0.5), "−0.5"],
    [plainPercent(0.005), "0.5"],
    [plainPercent(0.07), "7"],
    [meanAndSd({ mean: 211.84, sd: 4.21 }), "211.8\u00a0±\u00a04.2"],
    [meanAndSd({ mean: 211.84, sd: 42.1 }), "212\u00a0±\u00a042"],
    [meanAndSd({ mean: 98.7, sd: 0.1 }, 2), "98.70\u00a0±\u00a00.10"],
    [meanAndSd({ mean: 98.7, sd: null }), "98.70"],
    [interval({ lower: -1, upper: 2 }, ratio), "[−1.000, 2.000]"],
    [interval({ lower: null, upper: null }, ratio), "no interval"],
    [millions(31_006_848), "31.0"],
    [millions(9_437_184), "9.44"],
    [millions(1_234_567_890), "1,235"],
    [pValue(0.00099), "p\u00a0<\u00a00.001"],
    [pValue(0.03125), "p\u00a0=\u00a00.031"],
    [pValue(0.4375), "p\u00a0=\u00a00.44"],
    [pValue(1), "p\u00a0=\u00a01.00"],
    [withUnit("3", "s"), "3\u00a0s"],
    [counted(1, "run"), "1\u00a0run"],
    [counted(1200, "run"), "1,200\u00a0runs"],
    [asSentence("t test, t(5) = 2"), "T test, t(5) = 2."],
    [asSentence("Six are needed."), "Six are needed."],
    [listed([]), ""],
    [listed(["a"]), "a"],
    [listed(["a", "b"]), "a and b"],
    [listed(["a", "b", "c"]), "a, b and c"]
  ]
  it.each(cases)("says %s", (said, expected) => {
    expect(said).toBe(expected)
  })

  it.each([
    [0, 2],
    [null, 2],
    [123, 0],
    [12, 0],
    [1.2, 1],
    [0.12, 2],
    [0.012, 3],
    [0.0012, 3]
  ])("shows a deviation of %s to %i decimals", (sd, decimals) => {
    expect(decimalsFor(sd)).toBe(decimals)
  })
})
