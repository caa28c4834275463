import { createHash, timingSafeEqual } from "node:crypto"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { pipeline } from "node:stream/promises"
import { type CacheFolder, openCacheFolder } from "./cacheFolder.ts"

export interface CacheOptions {
  /** Where the entries are kept, a file each. */
  readonly folder: string
  /** What a client has to present as its bearer token. */
  readonly token: string
  /** Bytes of all entries together; those that were not read for longest go first. */
  readonly maxBytes: number
}

const digest = (text: string) => createHash("sha256").update(text).digest()

/** Compared by digests, so that neither length nor content can be told from the time that it takes. */
const isAllowed = (request: IncomingMessage, token: string): boolean =>
  timingSafeEqual(digest(request.headers.authorization ?? ""), digest(`Bearer ${token}`))

/** A hash is a file's name, so nothing else may be in it. */
const entryOf = (request: IncomingMessage): string | undefined =>
  /^\/v1\/cache\/([0-9A-Za-z]{1,128})$/.exec(request.url ?? "")?.[1]

const answer = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { "content-type": "text/plain", connection: "close" }).end(text)
}

const get = async (cache: CacheFolder, hash: string, response: ServerResponse) => {
  const entry = await cache.read(hash)
  if (entry === undefined) return answer(response, 404, "There is no such entry.")
  response.writeHead(200, { "content-type": "application/octet-stream", "content-length": entry.bytes })
  await pipeline(entry.stream, response)
}

const put = async (cache: CacheFolder, hash: string, request: IncomingMessage, response: ServerResponse) => {
  const bytes = Number(request.headers["content-length"])
  if (!Number.isSafeInteger(bytes)) return answer(response, 411, "A Content-Length is needed.")
  if (bytes > cache.maxBytes) return answer(response, 413, `An entry has at most ${cache.maxBytes} bytes.`)
  const written = await cache.write(hash, request, bytes)
  if (written) answer(response, 200, "Kept.")
  else answer(response, 409, "There is such an entry already; it is kept.")
}

/**
 * A remote cache that speaks Nx's self-hosted protocol: GET and PUT of `/v1/cache/HASH`, with a bearer token.
 *
 * An entry is never changed: who wrote it first is right. It is written aside and renamed when all its bytes have come,
 * so neither a broken connection nor a killed server leaves half of one.
 */
export const cacheServer = async ({ token, ...options }: CacheOptions): Promise<Server> => {
  const cache = await openCacheFolder(options)
  return createServer((request, response) => {
    const hash = entryOf(request)
    const handle = async () => {
      if (!isAllowed(request, token)) return answer(response, 401, "The token is not the server's.")
      if (hash === undefined) return answer(response, 404, "Only /v1/cache/HASH is served.")
      if (request.method === "GET") return get(cache, hash, response)
      if (request.method === "PUT") return put(cache, hash, request, response)
      return answer(response, 405, "Only GET and PUT are served.")
    }
    handle().catch((error: Error) => {
      if (response.headersSent) response.destroy()
      else answer(response, 500, error.message)
    })
  })
}
