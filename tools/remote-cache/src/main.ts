import process from "node:process"
import { parseArgs } from "node:util"
import { cacheServer } from "./cacheServer.ts"

const usage =
  "usage: EBCLE_REMOTE_CACHE_TOKEN=… node tools/remote-cache/dist/main.js --folder DIR [--host 127.0.0.1] [--port 8377] [--max-gib 20]"

const { values } = parseArgs({
  options: {
    folder: { type: "string" },
    host: { type: "string", default: "127.0.0.1" },
    port: { type: "string", default: "8377" },
    "max-gib": { type: "string", default: "20" }
  }
})
const token = process.env.EBCLE_REMOTE_CACHE_TOKEN
const [port, maxGib] = [Number(values.port), Number(values["max-gib"])]
if (values.folder === undefined || !token || !Number.isInteger(port) || !(maxGib > 0)) {
  process.stderr.write(`${usage}\n`)
  process.exit(2)
}
const server = await cacheServer({ folder: values.folder, token, maxBytes: maxGib * 2 ** 30 })
server.on("error", (error) => {
  process.stderr.write(`The cache cannot listen on ${values.host}:${port} (${error.message}); choose another --port.\n`)
  process.exitCode = 2
})
server.listen(port, values.host, () => process.stdout.write(`The cache listens on http://${values.host}:${port}.\n`))
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.close())
