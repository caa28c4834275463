import process from "node:process"
import { expect, it } from "vitest"
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

it("trains ResNet-20", () => {
  expect(trainingStep("float32").parameters).toBe(269_722)
})
