import { describe, expect, it } from "vitest"
import { accountForCells } from "../src/accountForCells.ts"

const cells = (arm: string, seeds: ReadonlyArray<number>) => seeds.map((seed) => ({ arm, seed }))

describe("accountForCells", () => {
  const planned = [...cells("wide", [1, 2, 3]), ...cells("baseline", [1, 2, 3])]

  it("names what failed, what is missing and what nobody planned", () => {
    const present = [...cells("baseline", [9, 3, 1, 2]), ...cells("wide", [3])]
    const account = accountForCells(planned, present, cells("wide", [1]))
    expect(account.failed).toEqual([{ arm: "wide", seed: 1 }])
    expect(account.missing).toEqual([{ arm: "wide", seed: 2 }])
    expect(account.unplanned).toEqual([{ arm: "baseline", seed: 9 }])
    expect(account.completeSeeds).toEqual([3])
    expect(account.sentence).toBe(
      "4 of 6 planned runs have a result; failed: wide with seed 1; missing: wide with seed 2; " +
        "not planned: baseline with seed 9"
    )
    expect(account.present.length + account.failed.length + account.missing.length).toBe(planned.length)
  })

  it("has nothing to add when all is there, and counts an arm only for the seeds it planned", () => {
    expect(accountForCells(planned, planned.toReversed(), []).sentence).toBe("6 of 6 planned runs have a result")
    const more = [...planned, ...cells("baseline", [4])]
    expect(accountForCells(more, more, []).completeSeeds).toEqual([1, 2, 3, 4])
  })

  it("rejects a cell that is given twice", () => {
    const cell = { arm: "wide", seed: 1 }
    expect(() => accountForCells([cell, cell], [], [])).toThrow(
      new RangeError("wide with seed 1 is given twice as planned")
    )
    expect(() => accountForCells([cell], [cell, cell], [])).toThrow(RangeError)
    expect(() => accountForCells([cell], [cell], [cell])).toThrow(
      new RangeError("wide with seed 1 is given both as present and as failed")
    )
  })
})
