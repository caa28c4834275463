import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises"
import { request, type Server } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { cacheServer } from "../src/cacheServer.ts"

const token = "secret"
let folder: string
let server: Server
let address: string

const start = async (maxBytes: number) => {
  server = await cacheServer({ folder, token, maxBytes })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const stop = () => new Promise((resolve) => server.close(resolve))

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ebcle-cache-"))
  await start(1000)
})
afterEach(async () => {
  await stop()
  await rm(folder, { recursive: true })
})

const headers = { authorization: `Bearer ${token}` }
const put = async (hash: string, body: string) =>
  (await fetch(`${address}/v1/cache/${hash}`, { method: "PUT", headers, body })).status
const get = async (hash: string) => {
  const answer = await fetch(`${address}/v1/cache/${hash}`, { headers })
  return answer.ok ? answer.text() : answer.status
}

describe("the cache", () => {
  it("gives what it was given, and keeps what came first", async () => {
    expect(await get("a1")).toBe(404)
    expect(await put("a1", "first")).toBe(200)
    expect(await put("a1", "second")).toBe(409)
    expect(await get("a1")).toBe("first")
  })

  it.each([undefined, "Bearer", "Bearer wrong", "secret"])(
    "lets nobody in with the token %s",
    async (authorization) => {
      await put("a1", "x")
      const other = authorization === undefined ? {} : { authorization }
      for (const method of ["GET", "PUT"]) {
        const body = method === "PUT" ? { body: "y" } : {}
        expect((await fetch(`${address}/v1/cache/a1`, { method, headers: other, ...body })).status).toBe(401)
      }
      expect(await readdir(folder)).toEqual(["a1"])
    }
  )

  it.each(["/v1/cache/..%2Fx", "/v1/cache/a.b", "/v1/cache/", "/v1/cache/a/b", "/"])(
    "serves nothing at %s",
    async (path) => {
      expect((await fetch(`${address}${path}`, { headers })).status).toBe(404)
      expect((await fetch(`${address}${path}`, { method: "PUT", headers, body: "x" })).status).toBe(404)
      expect(await readdir(folder)).toEqual([])
    }
  )

  it("has two methods", async () => {
    expect((await fetch(`${address}/v1/cache/a1`, { method: "DELETE", headers })).status).toBe(405)
  })

  it("refuses an entry that is larger than all may be, before it comes", async () => {
    expect(await put("a1", "x".repeat(1001))).toBe(413)
    expect(await readdir(folder)).toEqual([])
  })

  it("removes what was not read for longest", async () => {
    for (const [i, hash] of ["a", "b", "c"].entries()) {
      await put(hash, "x".repeat(300))
      await utimes(join(folder, hash), 1000 + i, 1000 + i)
    }
    expect(await get("a")).toHaveLength(300)
    expect(await put("d", "x".repeat(300))).toBe(200)
    expect((await readdir(folder)).toSorted()).toEqual(["a", "c", "d"])
  })

  it("keeps nothing of an entry whose connection breaks", async () => {
    const { port } = server.address() as AddressInfo
    const socket = connect(port, "127.0.0.1")
    socket.write(
      `PUT /v1/cache/a1 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-length: 10\r\n\r\nhalf`
    )
    while ((await readdir(folder)).length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    socket.destroy()
    while ((await readdir(folder)).length > 0) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await get("a1")).toBe(404)
  })

  it("asks for a length", async () => {
    const status = await new Promise((resolve) => {
      const sending = request(`${address}/v1/cache/a1`, { method: "PUT", headers }, ({ statusCode }) =>
        resolve(statusCode)
      )
      sending.write("chunked")
      sending.end()
    })
    expect(status).toBe(411)
  })

  it("finds its entries after a restart, and removes what was half written", async () => {
    await put("a1", "whole")
    await writeFile(join(folder, "b2.0.part"), "half")
    await stop()
    await start(1000)
    expect(await get("a1")).toBe("whole")
    expect(await readdir(folder)).toEqual(["a1"])
    expect(await readFile(join(folder, "a1"), "utf8")).toBe("whole")
  })
})
