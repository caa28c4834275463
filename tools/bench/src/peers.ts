import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { availableParallelism, cpus } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { countParameters } from "@ebcle/zoo"
import { DateTime, Effect } from "effect"
import { benchmarkPage } from "./benchmarkPage.ts"
import { benchmarkPlot } from "./benchmarkPlot.ts"
import { type BenchmarkRecord, type Measured, standing, withRecord } from "./benchmarkRecord.ts"
import { type Contender, type ContenderName, contendersIn } from "./contenders.ts"
import { type BenchmarkPrecision, type NetworkName, networks, precisions } from "./networks.ts"
import { peerPython } from "./peerEnvironment.ts"
import { takeTurns } from "./takeTurns.ts"
import { startWorker, type Worker } from "./worker.ts"

/**
 * Times the training step of six networks against every peer: the same work, in turns. Writes `results/peers.json`, which
 * gathers what was measured in parts, and from it the page and the plot of the package.
 */
const folder = fileURLToPath(new URL("..", import.meta.url))
const resultsFile = join(folder, "results", "peers.json")

const usage =
  "peers.js [--network NAME,...] [--precision float32|bfloat16] [--contender NAME,...] [--rounds N] [--page]: all networks, both precisions, everyone and 5 rounds by default; --page writes peers.md and peers.svg"

/** The names asked for, all by default. Throws Error for one that there is not. */
const chosen = <Name extends string>(
  what: string,
  asked: string | undefined,
  all: ReadonlyArray<Name>
): ReadonlyArray<Name> =>
  asked === undefined
    ? all
    : asked.split(",").map((name) => {
        const found = all.find((other) => other === name)
        if (found === undefined) throw new Error(`no ${what} "${name}"; there are ${all.join(", ")}`)
        return found
      })

interface Started {
  readonly worker: Worker
  readonly firstStep: number
}

const seconds = (from: bigint) => Number(process.hrtime.bigint() - from) / 1e9

/** Starts a contender and lets it make its first step. */
const start = async (contender: Contender, network: NetworkName, precision: BenchmarkPrecision): Promise<Started> => {
  const begun = process.hrtime.bigint()
  const worker = await startWorker(...contender.command(network, precision))
  const { trainable } = countParameters(networks[network].architecture)
  if (worker.greeting.parameters !== trainable) {
    throw new Error(`${contender.title} trains ${worker.greeting.parameters} numbers of ${network}, not ${trainable}`)
  }
  await worker.run(1)
  return { worker, firstStep: seconds(begun) }
}

const measure = async (
  network: NetworkName,
  precision: BenchmarkPrecision,
  contenders: ReadonlyArray<readonly [ContenderName, Contender]>,
  rounds: number
): Promise<BenchmarkRecord> => {
  const started: Array<Started> = []
  // One after another: the first step of each is timed too.
  for (const [, contender] of contenders) started.push(await start(contender, network, precision))
  const { repeated, times } = await takeTurns(
    started.map(({ worker }) => worker),
    rounds
  )
  const measured = contenders.map(([name], i): [ContenderName, Measured] => {
    const { firstStep, worker } = started[i]!
    return [name, { version: worker.greeting.version, times: times[i]!, firstStep, peakMemory: worker.peakMemory() }]
  })
  for (const { worker } of started) await worker.end()
  const today = DateTime.formatIsoDateUtc(Effect.runSync(DateTime.now))
  return {
    network,
    precision,
    batchSize: networks[network].batchSize,
    machine: {
      processor: cpus()[0]!.model.trim(),
      threads: availableParallelism(),
      node: process.version,
      date: today
    },
    repeatedRounds: repeated,
    measured: Object.fromEntries(measured)
  }
}

const readRecords = (): ReadonlyArray<BenchmarkRecord> =>
  existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, "utf8")) : []

const sentence = (record: BenchmarkRecord): string => {
  const found = standing(record)
  const ratio = found === undefined ? "" : `: ${found.ratio.toFixed(2)} of ${found.fastest}`
  return `${record.network} ${record.precision}${ratio}, ${record.repeatedRounds} rounds repeated\n`
}

const run = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      network: { type: "string" },
      precision: { type: "string" },
      contender: { type: "string" },
      rounds: { type: "string", default: "5" },
      page: { type: "boolean", default: false }
    }
  })
  const python =
    process.env.EBCLE_PEER_PYTHON ?? peerPython(join(folder, ".venv"), join(folder, "peer", "requirements.txt"), "4 GB")
  const all: Readonly<Record<ContenderName, Contender>> = contendersIn(folder, python)
  const names = chosen("contender", values.contender, Object.keys(all) as Array<ContenderName>)
  const contenders = names.map((name) => [name, all[name]] as const)
  for (const network of chosen("network", values.network, Object.keys(networks) as Array<NetworkName>)) {
    for (const precision of chosen("precision", values.precision, precisions)) {
      const able = contenders.filter(
        ([, contender]) => !contender.leftOut.includes(network) && contender.precisions.includes(precision)
      )
      const record = await measure(network, precision, able, Number(values.rounds))
      mkdirSync(join(folder, "results"), { recursive: true })
      writeFileSync(resultsFile, `${JSON.stringify(withRecord(readRecords(), record), undefined, 2)}\n`)
      process.stdout.write(sentence(record))
    }
  }
  if (!values.page) return
  const records = readRecords()
  writeFileSync(join(folder, "peers.md"), benchmarkPage(records))
  writeFileSync(join(folder, "peers.svg"), await benchmarkPlot(records))
}

try {
  await run()
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n${usage}\n`)
  // Workers end with their input.
  process.exit(1)
}
