import { randomUUID } from "node:crypto"
import { createReadStream, createWriteStream } from "node:fs"
import { copyFile, link, mkdir, rm, stat } from "node:fs/promises"
import http from "node:http"
import https from "node:https"
import path from "node:path"
import { pipeline } from "node:stream/promises"

/** Milliseconds of silence after which a server counts as dead. */
const patience = 10_000

const ask = (url, method, token, length) =>
  (url.protocol === "https:" ? https : http).request(url, {
    method,
    timeout: patience,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(length !== undefined && { "content-type": "application/octet-stream", "content-length": length })
    }
  })

const answerTo = (request) =>
  new Promise((resolve, reject) => {
    request.on("response", resolve)
    request.on("error", reject)
    request.on("timeout", () => request.destroy(new Error(`no word for ${patience / 1000} s`)))
  })

/**
 * A server that speaks Nx's self-hosted protocol.
 *
 * `get` writes an entry into a file and says whether there is one; both reject where the server does not do its part.
 */
export const serverSource = (address, token) => {
  const urlOf = (hash) => new URL(`v1/cache/${hash}`, address.endsWith("/") ? address : `${address}/`)
  return {
    name: address,
    get: async (hash, file) => {
      const request = ask(urlOf(hash), "GET", token)
      request.end()
      const response = await answerTo(request)
      if (response.statusCode === 404) {
        response.resume()
        return false
      }
      if (response.statusCode !== 200) {
        response.resume()
        throw new Error(`it answered ${response.statusCode}`)
      }
      await pipeline(response, createWriteStream(file))
      return true
    },
    put: async (hash, file) => {
      const { size } = await stat(file)
      const request = ask(urlOf(hash), "PUT", token, size)
      const answer = answerTo(request)
      const [response] = await Promise.all([answer, pipeline(createReadStream(file), request)])
      response.resume()
      // 409: somebody else was faster.
      if (response.statusCode !== 409 && response.statusCode >= 300)
        throw new Error(`it answered ${response.statusCode}`)
    }
  }
}

/** A folder that several clones share. An entry is linked into place whole, and never changed. */
export const folderSource = (folder) => ({
  name: folder,
  get: async (hash, file) => {
    try {
      await copyFile(path.join(folder, hash), file)
      return true
    } catch (error) {
      if (error.code === "ENOENT") return false
      throw error
    }
  },
  put: async (hash, file) => {
    await mkdir(folder, { recursive: true })
    const part = path.join(folder, `${hash}.${randomUUID()}.part`)
    try {
      await copyFile(file, part)
      await link(part, path.join(folder, hash))
    } catch (error) {
      if (error.code !== "EEXIST") throw error
    } finally {
      await rm(part, { force: true })
    }
  }
})
