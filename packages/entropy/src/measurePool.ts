import { Worker } from "node:worker_threads"
import type { MeasureName } from "@ebcle/core"
import { Effect, type Scope } from "effect"
import type { Shape } from "./measure.ts"
import { columnsOf, imageMeter } from "./measureImages.ts"
import type { WorkerTask } from "./workerTask.ts"

/** Measures images: uint8 [count, height, width, channels], count at most the pool's -> float64 [count, columns], used again. */
export type MeasurePool = (images: Uint8Array) => Effect.Effect<Float64Array>

/** What a pool measures, and by how many threads. */
export interface PoolOptions {
  readonly names: ReadonlyArray<MeasureName>
  readonly shape: Shape
  /** The most images that are measured at a time. */
  readonly capacity: number
  /** One worker is the caller's own thread. */
  readonly workers: number
}

/** A thread cannot run TypeScript on Node 20: what runs from the sources, as tests do, takes the compiled file. */
const entry = new URL(
  import.meta.url.endsWith(".ts") ? "../dist/measureWorker.js" : "measureWorker.js",
  import.meta.url
)

const inThisThread = ({ capacity, names, shape }: PoolOptions): MeasurePool => {
  const size = shape[0] * shape[1] * shape[2]
  const columns = columnsOf(names, shape).length
  const meter = imageMeter(names, shape)
  const results = new Float64Array(capacity * columns)
  return (images) =>
    Effect.sync(() => {
      const count = images.length / size
      for (let image = 0; image < count; image++) meter(images, image * size, results, image * columns)
      return results.subarray(0, count * columns)
    })
}

/** A started thread; it ends with the scope. */
const startWorker = (task: WorkerTask) =>
  Effect.acquireRelease(
    Effect.sync(() => new Worker(entry, { workerData: task })),
    (worker) => Effect.promise(() => worker.terminate())
  )

/** Tells a worker how many images there are, and waits for its answer. A thread that ends otherwise is a defect. */
const ask = (worker: Worker, count: number): Effect.Effect<void> =>
  Effect.callback((resume) => {
    const done = () => finish(Effect.void)
    const failed = (cause: unknown) => finish(Effect.die(cause))
    const exited = (code: number) => finish(Effect.die(new Error(`A measuring thread ended with code ${code}.`)))
    const finish = (result: Effect.Effect<void>) => {
      worker.off("message", done).off("error", failed).off("exit", exited)
      resume(result)
    }
    worker.on("message", done).on("error", failed).on("exit", exited).postMessage(count)
  })

/**
 * Opens threads that measure images together. Who measures an image changes nothing in its numbers, so they are the same
 * bits whatever the number of workers.
 */
export const measurePool = Effect.fnUntraced(function* (
  options: PoolOptions
): Effect.fn.Return<MeasurePool, never, Scope.Scope> {
  const { capacity, names, shape, workers } = options
  if (workers <= 1) return inThisThread(options)
  const size = shape[0] * shape[1] * shape[2]
  const columns = columnsOf(names, shape).length
  const task: WorkerTask = {
    names,
    shape,
    images: new SharedArrayBuffer(capacity * size),
    results: new SharedArrayBuffer(capacity * columns * Float64Array.BYTES_PER_ELEMENT),
    next: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  }
  const [input, output, next] = [new Uint8Array(task.images), new Float64Array(task.results), new Int32Array(task.next)]
  const pool = yield* Effect.forEach(Array.from({ length: workers }), () => startWorker(task))
  return Effect.fnUntraced(function* (images) {
    const count = images.length / size
    input.set(images)
    Atomics.store(next, 0, 0)
    yield* Effect.forEach(pool, (worker) => ask(worker, count), { concurrency: "unbounded", discard: true })
    return output.subarray(0, count * columns)
  })
})
