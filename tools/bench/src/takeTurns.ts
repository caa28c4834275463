import { processorTicks } from "./processorTime.ts"
import type { Worker } from "./worker.ts"

/** Share of the processors that other processes may take in a round; PyTorch waits by spinning, and more slows it greatly. */
const allowedOthers = 0.05
/** Of those that take part, in seconds. */
const turn = 1.5

const millisecondsOf = async (worker: Worker, steps: number): Promise<number> => {
  const { loss, seconds } = await worker.run(steps)
  if (!Number.isFinite(loss)) throw new Error(`the loss of ${worker.greeting.version} is ${loss}: this is no training`)
  return (1000 * seconds) / steps
}

/** Milliseconds per step of each worker, a round each, and the rounds that were repeated because others were at work. */
export interface Rounds {
  readonly times: ReadonlyArray<ReadonlyArray<number>>
  readonly repeated: number
}

/**
 * Lets workers train one after another, round by round: only one computes at a time, and what slows the machine slows
 * all. A round in which other processes took part of the processors is made again.
 */
export const takeTurns = async (workers: ReadonlyArray<Worker>, rounds: number): Promise<Rounds> => {
  const steps: Array<number> = []
  for (const worker of workers) {
    // The first call plans and allocates; the second says how many steps a turn takes.
    await worker.run(1)
    steps.push(Math.max(1, Math.round((1000 * turn) / (await millisecondsOf(worker, 1)))))
  }
  const ownTicks = () => workers.reduce((sum, worker) => sum + worker.ticks(), 0)
  const times: Array<ReadonlyArray<number>> = []
  let repeated = 0
  while (times.length < rounds) {
    const before = { own: ownTicks(), ...processorTicks() }
    const round: Array<number> = []
    for (const [i, worker] of workers.entries()) round.push(await millisecondsOf(worker, steps[i]!))
    const after = { own: ownTicks(), ...processorTicks() }
    const others = (after.busy - before.busy - (after.own - before.own)) / (after.all - before.all)
    if (others <= allowedOthers) times.push(round)
    else if (++repeated > 2 * rounds) {
      throw new Error("other processes keep this machine busy; run again when nothing else runs")
    }
  }
  return { times: workers.map((_, i) => times.map((round) => round[i]!)), repeated }
}
