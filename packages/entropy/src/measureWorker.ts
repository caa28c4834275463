import { parentPort, workerData } from "node:worker_threads"
import { columnsOf, imageMeter } from "./measureImages.ts"
import { block, type WorkerTask } from "./workerTask.ts"

// A thread that measures images as long as there are some that nobody has taken. A message is how many there are; the
// answer is that this thread finds no more.
const { images, names, next, results, shape } = workerData as WorkerTask
const size = shape[0] * shape[1] * shape[2]
const columns = columnsOf(names, shape).length
const meter = imageMeter(names, shape)
const [input, output, counter] = [new Uint8Array(images), new Float64Array(results), new Int32Array(next)]

parentPort!.on("message", (count: number) => {
  for (let first = Atomics.add(counter, 0, block); first < count; first = Atomics.add(counter, 0, block)) {
    for (let image = first; image < Math.min(count, first + block); image++) {
      meter(input, image * size, output, image * columns)
    }
  }
  parentPort!.postMessage(null)
})
