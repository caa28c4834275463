import { randomUUID } from "node:crypto"
import { createReadStream, createWriteStream, rmSync } from "node:fs"
import { mkdtemp, rm, stat } from "node:fs/promises"
import http from "node:http"
import { tmpdir } from "node:os"
import path from "node:path"
import process from "node:process"
import { pipeline } from "node:stream/promises"
import { entryFault } from "./entryFault.mjs"

/**
 * Stands between Nx and a shared cache, on the loopback address of this machine, and answers as a cache does.
 *
 * Nx itself ends a run whose cache is down, and believes what a cache says. Here a cache that does not do its part is left
 * out for the rest of the run, and an entry with a wrong digest is as good as none: it slows a run and no more.
 *
 * @returns the address, for NX_SELF_HOSTED_REMOTE_CACHE_SERVER
 */
export const startCacheGuard = async (source, warn) => {
  const folder = await mkdtemp(path.join(tmpdir(), "ebcle-cache-"))
  let isDead = false
  const giveUp = (error) => {
    if (!isDead) warn(`The cache ${source.name} is of no use (${error.message}); this run goes on without it.`)
    isDead = true
  }

  /** Does something with a file of its own. */
  const withFile = async (use) => {
    const file = path.join(folder, randomUUID())
    try {
      return await use(file)
    } finally {
      await rm(file, { force: true })
    }
  }

  const get = (hash, response) =>
    withFile(async (file) => {
      const found = !isDead && (await source.get(hash, file).catch(giveUp))
      if (!found) return response.writeHead(404).end()
      const fault = await entryFault(file)
      if (fault !== undefined) {
        warn(`The cache ${source.name} has a damaged entry ${hash} (${fault}); it is computed instead.`)
        return response.writeHead(404).end()
      }
      const { size } = await stat(file)
      // As the protocol has it.
      response.writeHead(200, { "content-type": "application/octet-stream", "content-length": size })
      await pipeline(createReadStream(file), response)
    })

  const put = (hash, request, response) =>
    withFile(async (file) => {
      await pipeline(request, createWriteStream(file))
      if (!isDead) await source.put(hash, file).catch(giveUp)
      response.writeHead(200).end()
    })

  const server = http.createServer((request, response) => {
    const hash = /^\/v1\/cache\/([0-9A-Za-z]+)$/.exec(request.url)?.[1]
    const handled =
      hash === undefined || request.method === "GET" ? get(hash ?? "none", response) : put(hash, request, response)
    handled.catch((error) => {
      giveUp(error)
      response.destroy()
    })
  })
  await new Promise((resolve, reject) => {
    server.on("error", reject)
    server.listen(0, "127.0.0.1", resolve)
  })
  server.unref()
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }))
  return `http://127.0.0.1:${server.address().port}`
}
