import process from "node:process"
import { countParameters } from "@ebcle/zoo"
import { expect, it } from "vitest"
import { networks } from "../src/networks.ts"
import { trainingStep } from "../src/trainingStep.ts"
import { startWorker } from "../src/worker.ts"

const node = (script: string) => startWorker(process.execPath, ["--eval", script])

it("asks and is answered, and lets a worker end", async () => {
  const worker = await node(`
    console.log(JSON.stringify({ parameters: 3, version: "one" }))
    require("node:readline").createInterface(process.stdin).on("line", (line) => {
      if (line === "0") process.exit()
      console.log(JSON.stringify({ seconds: Number(line) / 10, loss: 1 }))
    })`)
  expect(worker.greeting).toEqual({ parameters: 3, version: "one" })
  expect(await worker.run(5)).toEqual({ seconds: 0.5, loss: 1 })
  expect(await worker.run(7)).toEqual({ seconds: 0.7, loss: 1 })
  await worker.end()
})

it("shows the last words of a worker that fails", async () => {
  await expect(node("throw new Error('no such module')")).rejects.toThrow(/ended early:\n(?:.*\n)*.*no such module/)
})

it.each(Object.entries(networks))("trains every parameter of %s", (_, network) => {
  expect(trainingStep(network, "bfloat16").parameters).toBe(countParameters(network.architecture).trainable)
})

it("tells the most memory that a worker has had", async () => {
  const worker = await node(`
    console.log(JSON.stringify({ parameters: 1, version: Buffer.alloc(200 * 2 ** 20, 1).length.toString() }))
    process.stdin.resume()`)
  expect(worker.peakMemory()).toBeGreaterThan(200)
  expect(worker.peakMemory()).toBeLessThan(400)
  await worker.end()
})
