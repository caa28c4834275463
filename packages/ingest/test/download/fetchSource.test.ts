import { createHash } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem } from "effect"
import { Downloads } from "../../src/download/downloads.ts"
import { fetchSource, remoteFolder } from "../../src/download/fetchSource.ts"
import { platform, range } from "../platform.ts"

const body = Buffer.from(Uint8Array.from(range(200_000), (index) => (index * 7) % 251))
const digestOf = (algorithm: "sha256" | "md5") => createHash(algorithm).update(body).digest("hex")

type Handler = (request: IncomingMessage, response: ServerResponse, call: number) => void

/** Serves requests as the handler says, and tells how many came. */
const serving = (handler: Handler) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      let calls = 0
      const server = createServer((request, response) => handler(request, response, calls++))
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
      const { port } = server.address() as AddressInfo
      return { server, url: `http://127.0.0.1:${port}/data.bin`, calls: () => calls }
    }),
    ({ server }) =>
      Effect.sync(() => {
        server.closeAllConnections()
        server.close()
      })
  )

/** Sends what was asked for, whole or from a byte on, and breaks off before `end`. */
const send = (request: IncomingMessage, response: ServerResponse, end = body.length) => {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0)
  const headers = { "content-length": String(body.length - start) }
  if (start === 0) response.writeHead(200, headers)
  else response.writeHead(206, { ...headers, "content-range": `bytes ${start}-${body.length - 1}/${body.length}` })
  if (end === body.length) response.end(body.subarray(start))
  else response.write(body.subarray(start, end), () => setTimeout(() => response.destroy(), 20))
}

const whole: Handler = (request, response) => send(request, response)

const started = Effect.fnUntraced(function* (handler: Handler, algorithm: "sha256" | "md5" = "sha256") {
  const fs = yield* FileSystem.FileSystem
  const folder = yield* fs.makeTempDirectoryScoped()
  const { calls, url } = yield* serving(handler)
  const digest = { algorithm, hex: digestOf(algorithm) }
  const remote = { file: "data.bin", url, bytes: body.length, digest }
  const fetched = (offline = false) =>
    remoteFolder(remote).pipe(
      Effect.flatMap((into) => fetchSource(remote, into)),
      Effect.provideService(Downloads, {
        offline,
        folder,
        fetch: globalThis.fetch,
        stallMillis: 300,
        retryMillis: [1, 1]
      })
    )
  return { calls, fetched, folder, fs, url }
})

layer(platform, { excludeTestServices: true })("fetchSource", (it) => {
  it.effect.each([{ algorithm: "sha256" }, { algorithm: "md5" }] as const)(
    "fetches a file once, by $algorithm",
    ({ algorithm }) =>
      Effect.gen(function* () {
        const { calls, fetched, fs } = yield* started(whole, algorithm)
        const file = yield* fetched()
        assert.isTrue(body.equals(yield* fs.readFile(file)))
        assert.strictEqual(yield* fetched(), file)
        assert.strictEqual(calls(), 1)
      })
  )

  it.effect("goes on where a transfer broke, as often as it breaks", () =>
    Effect.gen(function* () {
      const ranges: Array<string | undefined> = []
      const { calls, fetched, fs } = yield* started((request, response, call) => {
        ranges.push(request.headers.range)
        send(request, response, [70_000, 150_000][call])
      })
      assert.isTrue(body.equals(yield* fs.readFile(yield* fetched())))
      assert.strictEqual(calls(), 3)
      assert.deepStrictEqual(
        [ranges[0], ranges.slice(1).every((range) => range?.startsWith("bytes="))],
        [undefined, true]
      )
    })
  )

  it.effect("goes on in a later run, and from the beginning where the server knows no ranges", () =>
    Effect.gen(function* () {
      const { calls, fetched, fs } = yield* started((request, response, call) => {
        if (call < 3) return send(request, response, 50_000 + 1000 * call)
        response.writeHead(200).end(body)
      })
      const error = yield* Effect.flip(fetched())
      assert.strictEqual(error.reason, "DownloadFailed")
      assert.match(
        error.message,
        /^data\.bin: [^\n]+ \(http:[^\n]+\); run again, or fetch it by other means and put it at /
      )
      assert.isTrue(body.equals(yield* fs.readFile(yield* fetched())))
      assert.strictEqual(calls(), 4)
    })
  )

  it.effect.each([
    {
      what: "stalls",
      handler: ((_, response) => response.write(body.subarray(0, 10))) as Handler,
      message: /nothing came for 0\.3 s/,
      calls: 3
    },
    { what: "never answers", handler: (() => undefined) as Handler, message: /no answer for 0\.3 s/, calls: 3 },
    {
      what: "promises more than it sends",
      handler: ((_, response) =>
        response.writeHead(200, { "content-length": "900000" }).end(body.subarray(0, 100))) as Handler,
      message: /^data\.bin: /,
      calls: 3
    },
    {
      what: "sends more than the file has",
      handler: ((_, response) => response.end(Buffer.concat([body, body]))) as Handler,
      message: /more than its 200000 bytes come/,
      calls: 1
    },
    {
      what: "has no such file",
      handler: ((_, response) => response.writeHead(404).end()) as Handler,
      message: /answers 404 Not Found/,
      calls: 1
    },
    {
      what: "is busy",
      handler: ((_, response) => response.writeHead(503).end()) as Handler,
      message: /answers 503/,
      calls: 3
    },
    {
      what: "sends the wrong part",
      handler: ((_, response) =>
        response.writeHead(206, { "content-range": "bytes 7-9/200000" }).end("abc")) as Handler,
      message: /another part than was asked for/,
      calls: 1
    },
    {
      what: "redirects in a circle",
      handler: ((_, response) => response.writeHead(302, { location: "/data.bin" }).end()) as Handler,
      message: /cannot be reached/,
      calls: undefined
    }
  ])("fails in one line where a server $what", ({ calls: expected, handler, message }) =>
    Effect.gen(function* () {
      const { calls, fetched } = yield* started(handler)
      const error = yield* Effect.flip(fetched())
      assert.strictEqual(error.reason, "DownloadFailed")
      assert.match(error.message, message)
      assert.notInclude(error.message, "\n")
      if (expected !== undefined) assert.strictEqual(calls(), expected)
    })
  )

  it.effect("follows a redirect", () =>
    Effect.gen(function* () {
      const { fetched, fs } = yield* started((request, response) => {
        if (request.url === "/data.bin") response.writeHead(302, { location: "/moved.bin" }).end()
        else send(request, response)
      })
      assert.isTrue(body.equals(yield* fs.readFile(yield* fetched())))
    })
  )

  it.effect("refuses other bytes, and leaves nothing of them", () =>
    Effect.gen(function* () {
      const { fetched, folder, fs } = yield* started((_, response) => response.end(Buffer.alloc(body.length)))
      const error = yield* Effect.flip(fetched())
      assert.strictEqual(error.reason, "DownloadWrong")
      assert.match(error.message, /^data\.bin: sha256 [0-9a-f]{64} instead of [0-9a-f]{64}, so http/)
      const left = yield* fs.readDirectory(folder, { recursive: true })
      assert.deepStrictEqual(left, [digestOf("sha256").slice(0, 16)])
    })
  )

  it.effect("starts over where a part of another file was there", () =>
    Effect.gen(function* () {
      const { fetched, folder, fs } = yield* started(whole)
      const inside = `${folder}/${digestOf("sha256").slice(0, 16)}`
      yield* fs.makeDirectory(inside)
      // Left by a process that runs no more.
      yield* fs.writeFile(`${inside}/data.bin.partial-999999999`, Buffer.alloc(1000, 1))
      assert.isTrue(body.equals(yield* fs.readFile(yield* fetched())))
      assert.deepStrictEqual(yield* fs.readDirectory(inside), ["data.bin"])
    })
  )

  it.effect("fetches nothing offline, and says which file to put where", () =>
    Effect.gen(function* () {
      const { calls, fetched, folder, url } = yield* started(whole)
      const error = yield* Effect.flip(fetched(true))
      assert.strictEqual(error.reason, "SourceMissing")
      assert.include(error.message, `put it at ${folder}/`)
      assert.include(error.message, url)
      assert.strictEqual(calls(), 0)
    })
  )
})
