import { mkdirSync, writeFileSync } from "node:fs"
import { availableParallelism, cpus, loadavg } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { compareRounds, markdownTable, type Row } from "./comparison.ts"
import { peerPython } from "./peerEnvironment.ts"
import { processorTicks } from "./processorTime.ts"
import { startWorker, type Worker } from "./worker.ts"

/**
 * Times the training step of ResNet-20 at batch 128 against PyTorch, eager and channels-last, on all processors: both
 * sides are processes that wait while the other computes, and take turns. Prints a table; `results/step.json` has all.
 */
const folder = fileURLToPath(new URL("..", import.meta.url))
/** Trained numbers of ResNet-20: 0.27 million in He et al. 2016, table 6. */
const parametersOfResNet20 = 269_722
const rounds = 7
const secondsPerRound = 3
const warmUpSteps = 10
const allowedRatio = 1.1

const millisecondsOf = async (worker: Worker, steps: number): Promise<number> => {
  const { loss, seconds } = await worker.run(steps)
  if (!Number.isFinite(loss)) throw new Error(`the loss is ${loss}: this is no training`)
  return (1000 * seconds) / steps
}

const measure = async (precision: string, python: string) => {
  const ours = await startWorker(process.execPath, [join(folder, "dist", "ours.js"), precision])
  const peer = await startWorker(python, [join(folder, "peer", "step.py"), precision])
  for (const { greeting } of [ours, peer]) {
    if (greeting.parameters !== parametersOfResNet20) {
      throw new Error(`${greeting.version} trains ${greeting.parameters} numbers, not ${parametersOfResNet20}`)
    }
  }
  // The first call plans and allocates; the second says how many steps a round takes.
  for (const worker of [ours, peer]) await worker.run(warmUpSteps)
  const slower = Math.max(await millisecondsOf(ours, warmUpSteps), await millisecondsOf(peer, warmUpSteps))
  const steps = Math.ceil((1000 * secondsPerRound) / slower)

  const times: { readonly ours: Array<number>; readonly peer: Array<number> } = { ours: [], peer: [] }
  const own = () => ours.ticks() + peer.ticks()
  const before = { own: own(), ...processorTicks() }
  for (let round = 0; round < rounds; round++) {
    times.ours.push(await millisecondsOf(ours, steps))
    times.peer.push(await millisecondsOf(peer, steps))
  }
  const after = { own: own(), ...processorTicks() }
  for (const worker of [ours, peer]) await worker.end()
  return {
    network: "ResNet-20, batch 128, 32×32×3",
    precision,
    steps,
    times,
    comparison: compareRounds(times),
    /** Share of the processors that other processes took during the rounds. */
    others: (after.busy - before.busy - (after.own - before.own)) / (after.all - before.all),
    greetings: { ours: ours.greeting, peer: peer.greeting }
  }
}

const python = peerPython(folder, join(folder, "peer", "requirements.txt"))
const load = loadavg()
const measured = []
for (const precision of ["float32", "bfloat16"]) measured.push(await measure(precision, python))

const { ours, peer } = measured[0]!.greetings
const processor = cpus()[0]!.model.trim()
const threads = availableParallelism()
const rows: ReadonlyArray<Row> = measured
const others = Math.max(...measured.map((one) => one.others))
const slow = measured.filter(({ comparison }) => comparison.ratio.median > allowedRatio)
const lines = [
  markdownTable(rows, "ours", "PyTorch"),
  "",
  `Median [least, most] of ${rounds} rounds of about ${secondsPerRound} s, in turns; ratio ours / PyTorch within a round.`,
  `${ours.version}, Node.js ${process.version}; ${peer.version}, eager, channels-last; ${threads} threads each.`,
  `${processor}; other processes took at most ${(100 * others).toFixed(0)} % of it. ${parametersOfResNet20} parameters on both sides.`
]
process.stdout.write(`${lines.join("\n")}\n`)
mkdirSync(join(folder, "results"), { recursive: true })
writeFileSync(
  join(folder, "results", "step.json"),
  `${JSON.stringify({ processor, threads, node: process.version, loadBefore: load, measured }, undefined, 2)}\n`
)
if (slow.length > 0) {
  process.stderr.write(
    `slower than ${allowedRatio} × PyTorch in ${slow.map(({ precision }) => precision).join(" and ")}; see results/step.json, and run again when nothing else runs\n`
  )
  process.exitCode = 1
}
