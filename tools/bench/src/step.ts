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
/** Share of the processors that other processes may take in a round; PyTorch waits by spinning, and more slows it greatly. */
const allowedOthers = 0.05

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
  let disturbed = 0
  while (times.ours.length < rounds) {
    const before = { own: ours.ticks() + peer.ticks(), ...processorTicks() }
    const pair = [await millisecondsOf(ours, steps), await millisecondsOf(peer, steps)] as const
    const after = { own: ours.ticks() + peer.ticks(), ...processorTicks() }
    const others = (after.busy - before.busy - (after.own - before.own)) / (after.all - before.all)
    if (others <= allowedOthers) {
      times.ours.push(pair[0])
      times.peer.push(pair[1])
    } else if (++disturbed > rounds) {
      throw new Error("other processes keep this machine busy; run again when nothing else runs")
    }
  }
  for (const worker of [ours, peer]) await worker.end()
  return {
    network: "ResNet-20, batch 128, 32×32×3",
    precision,
    steps,
    times,
    comparison: compareRounds(times),
    disturbed,
    greetings: { ours: ours.greeting, peer: peer.greeting }
  }
}

const compare = async (): Promise<void> => {
  const python = peerPython(folder, join(folder, "peer", "requirements.txt"))
  const load = loadavg()
  const measured = []
  for (const precision of ["float32", "bfloat16"]) measured.push(await measure(precision, python))

  const { ours, peer } = measured[0]!.greetings
  const processor = cpus()[0]!.model.trim()
  const threads = availableParallelism()
  const rows: ReadonlyArray<Row> = measured
  const repeated = measured.reduce((sum, { disturbed }) => sum + disturbed, 0)
  const slow = measured.filter(({ comparison }) => comparison.ratio.median > allowedRatio)
  const lines = [
    markdownTable(rows, "ours", "PyTorch"),
    "",
    `Median [least, most] of ${rounds} rounds of about ${secondsPerRound} s, in turns; ratio ours / PyTorch within a round.`,
    `${ours.version}, Node.js ${process.version}; ${peer.version}, eager, channels-last; ${threads} threads each.`,
    `${processor}; rounds in which other processes took more than ${100 * allowedOthers} % were repeated (${repeated}). ${parametersOfResNet20} parameters on both sides.`
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
}

try {
  await compare()
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`)
  // Workers end with their input.
  process.exit(1)
}
