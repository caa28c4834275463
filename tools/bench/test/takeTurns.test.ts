import { expect, it } from "vitest"
import { takeTurns } from "../src/takeTurns.ts"
import type { Worker } from "../src/worker.ts"

/** A worker that says that a step takes so many seconds, and writes down when it was asked. */
const pretended = (name: string, secondsPerStep: number, asked: Array<string>, loss = 1): Worker => ({
  greeting: { parameters: 1, version: name },
  run: async (steps) => {
    asked.push(`${name} ${steps}`)
    return { seconds: steps * secondsPerStep, loss }
  },
  peakMemory: () => 0,
  // All time is its own: nobody disturbs.
  ticks: () => 0,
  end: async () => {}
})

it("lets everyone have a turn of equal length in every round", async () => {
  const asked: Array<string> = []
  const workers = [pretended("quick", 0.5, asked), pretended("slow", 9, asked)]
  const { repeated, times } = await takeTurns(workers, 2).catch(() => ({ repeated: -1, times: [] }))
  // Where other processes work, the rounds are made again; the first ones are these all the same.
  expect(asked.slice(0, 8)).toEqual([
    "quick 1",
    "quick 1",
    "slow 1",
    "slow 1",
    "quick 3",
    "slow 1",
    "quick 3",
    "slow 1"
  ])
  if (repeated >= 0) expect(times).toEqual([[500, 500], [9000, 9000]]) // biome-ignore format: one line
})

it("does not count what is no training", async () => {
  await expect(takeTurns([pretended("broken", 1, [], Number.NaN)], 1)).rejects.toThrow(
    "the loss of broken is NaN: this is no training"
  )
})
