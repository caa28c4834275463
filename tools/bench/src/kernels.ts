import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { Engine, float32, type HostTensors, type Module, tensorflowEngine } from "@ebcle/engine"
import { summary } from "@ebcle/stats"
import {
  add,
  batchNorm,
  gradients,
  matMul,
  multiply,
  type Program,
  programVariables,
  reduceSum,
  relu,
  scalar,
  sizeOf,
  type Value,
  variable,
  withPrecision
} from "@ebcle/tensor"
import { countMacs } from "@ebcle/zoo"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import { Clock, Effect, Layer } from "effect"
import { type BenchmarkPrecision, networks, precisions } from "./networks.ts"
import { trainingStep } from "./trainingStep.ts"

/**
 * Times single kernels, in one run: batch norm with ReLU, forward and backward, of channels that fill the processor's registers
 * and that do not; and the rate of a large matrix product beside that of the widest network's training step.
 *
 * A kernel's time is what a longer chain of it takes more than a shorter one: what surrounds the chain falls out.
 */
const chains = [2, 10] as const
const rounds = 7
const product = 2048
/** Channels that are a multiple of 16, and fewer ones that are not: about as many elements. */
const neighbours = [[16, 12], [32, 22], [48, 36], [128, 124]] as const // biome-ignore format: pairs belong together
const images = 64 * 32 * 32

const sumOfAll = (x: Value): Value =>
  reduceSum(
    x,
    x.shape.map((_, axis) => axis)
  )

/** The sum of all gradients, so that each of them has to be computed. */
const total = (values: ReadonlyArray<Value>): Value => values.map(sumOfAll).reduce(add)

const norms = (channels: number, length: number): Program => {
  const x = variable("x", [64, 32, 32, channels])
  const scales = Array.from({ length }, (_, i) => variable(`scale${i}`, [channels]))
  const offset = variable("offset", [channels])
  const y = scales.reduce((input, scale) => relu(batchNorm(input, scale, offset, { epsilon: 1e-5 }).y), x)
  return { outputs: { total: total(gradients(sumOfAll(multiply(y, y)), scales)) }, updates: [] }
}

const products = (length: number): Program => {
  const [a, b] = [variable("a", [product, product]), variable("b", [product, product])]
  // Of the scale of one factor, so that a long chain stays finite.
  const y = Array.from({ length }).reduce<Value>((left) => matMul(left, multiply(b, scalar(1 / product))), a)
  return { outputs: { total: sumOfAll(y) }, updates: [] }
}

/** Numbers between -1 and 1. Source: Park and Miller 1988, the minimal standard generator. */
const randomState = (program: Program): HostTensors => {
  let state = 1
  const next = () => {
    state = (state * 16807) % 2147483647
    return (2 * state) / 2147483647 - 1
  }
  return Object.fromEntries(
    [...programVariables(program)].map(([name, { shape }]) => [
      name,
      float32(Float32Array.from({ length: sizeOf(shape) }, next), shape)
    ])
  )
}

interface Timed {
  readonly module: Module
  readonly start: HostTensors
  readonly steps: number
}

/** Median seconds of a step of each, which take turns, so that what slows the machine slows all. */
const timed = Effect.fnUntraced(function* (tasks: ReadonlyArray<Timed>) {
  const engine = yield* Engine
  const sessions = yield* Effect.forEach(tasks, ({ module, start }) =>
    Effect.tap(engine.open(module), (session) => Effect.andThen(session.write(start), session.loop("train", 0, 1)))
  )
  const times = tasks.map((): Array<number> => [])
  for (let round = 0; round < rounds; round++) {
    for (const [i, { steps }] of tasks.entries()) {
      const before = yield* Clock.currentTimeNanos
      yield* sessions[i]!.loop("train", 0, steps)
      times[i]!.push(Number((yield* Clock.currentTimeNanos) - before) / 1e9 / steps)
    }
  }
  return times.map((each) => summary(each).median)
}, Effect.scoped)

/** A short and a long chain of a kernel. */
const chainsOf = (build: (length: number) => Program, precision: BenchmarkPrecision, steps: number) =>
  chains.map((length): Timed => {
    const program = withPrecision(build(length), precision)
    return { module: { entryPoints: { train: { kind: "loop", program } } }, start: randomState(program), steps }
  })

/** Seconds of one kernel: the difference between two chains, by the difference of their lengths. */
const ofOne = (short: number, long: number): number => (long - short) / (chains[1] - chains[0])

/** Nanoseconds an element, of batch norms of so many channels each. */
const ofNorms = (channels: ReadonlyArray<number>, precision: BenchmarkPrecision) =>
  Effect.map(timed(channels.flatMap((each) => chainsOf((length) => norms(each, length), precision, 3))), (seconds) =>
    channels.map((each, i) => (1e9 * ofOne(seconds[2 * i]!, seconds[2 * i + 1]!)) / (images * each))
  )

const say = (line: string) => Effect.sync(() => process.stdout.write(`${line}\n`))

const program = Effect.gen(function* () {
  const results: Array<object> = []
  for (const precision of precisions) {
    for (const [aligned, channels] of neighbours) {
      const [least, most] = (yield* ofNorms([aligned, channels], precision)) as [number, number]
      const ratio = most / least
      results.push({
        kernel: "batchNorm, relu and gradients",
        precision,
        channels,
        nanosecondsPerElement: most,
        aligned,
        ratio
      })
      yield* say(
        `${precision} batch norm, ${channels} channels: ${most.toFixed(3)} ns an element, ${ratio.toFixed(2)} of ${aligned} channels`
      )
    }
    const wide = networks["resnet20-wide"]
    const { start, training } = trainingStep(wide, precision)
    const [short, long, step] = (yield* timed([
      ...chainsOf(products, precision, 2),
      { module: training.module, start, steps: 1 }
    ])) as [number, number, number]
    const rate = (2 * product ** 3) / ofOne(short, long) / 1e9
    // Forward, and twice as much backward.
    const network = (2 * 3 * countMacs(wide.architecture) * wide.batchSize) / step / 1e9
    results.push(
      { kernel: "matMul", precision, gigaflops: rate },
      { kernel: "resnet20-wide", precision, gigaflops: network }
    )
    yield* say(
      `${precision} matrix product of ${product}: ${rate.toFixed(0)} GFLOP/s; step of ${wide.title}: ${network.toFixed(0)} GFLOP/s`
    )
  }
  const folder = join(fileURLToPath(new URL("..", import.meta.url)), "results")
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "kernels.json"), `${JSON.stringify(results, undefined, 2)}\n`)
})

const files = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)
await Effect.runPromise(program.pipe(Effect.provide(Layer.provide(tensorflowEngine, files))))
