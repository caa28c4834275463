import { createHash } from "node:crypto"
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import { createRequire } from "node:module"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { buffer } from "node:stream/consumers"
import { gzipSync } from "node:zlib"
import { afterEach, beforeEach, describe, expect, it } from "vitest"

/** The plugin is JavaScript, which Nx loads before anything is compiled. */
const inPlugin = (name: string) => import(new URL(`../cache/${name}.mjs`, import.meta.url).href)
const { startCacheGuard } = await inPlugin("cacheGuard")
const { folderSource, serverSource } = await inPlugin("sources")
const { pack } = createRequire(import.meta.url)("tar-stream")

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex")

/** An artifact's files below a folder. */
const artifact = (folder: string, text: string): ReadonlyMap<string, string> => {
  const manifest = JSON.stringify({ digest: "d", files: [{ path: "value.json", sha256: sha256(text) }] })
  return new Map([
    [`${folder}/value.json`, text],
    [`${folder}/manifest.json`, manifest],
    [`${folder}/manifest.json.sha256`, `${sha256(manifest)}  manifest.json\n`],
    [`${folder}/digest`, "d\n"]
  ])
}

/** An entry as Nx writes it: a gzipped tar. */
const entry = (files: ReadonlyMap<string, string>): Promise<Buffer> => {
  const tar = pack()
  for (const [name, text] of [...files, ["terminalOutput", "said"], ["code", "0"]]) tar.entry({ name }, text)
  tar.finalize()
  return buffer(tar).then((bytes) => gzipSync(bytes))
}

describe("the guard of a shared cache", () => {
  let folder: string
  let warnings: Array<string>
  let address: string
  const guard = async (source: unknown) => {
    address = await startCacheGuard(source, (line: string) => warnings.push(line))
  }
  const get = async (hash: string) => {
    const answer = await fetch(`${address}/v1/cache/${hash}`)
    return answer.ok ? Buffer.from(await answer.arrayBuffer()) : answer.status
  }
  const put = async (hash: string, body: Buffer) =>
    (await fetch(`${address}/v1/cache/${hash}`, { method: "PUT", body: new Uint8Array(body) })).status

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "ebcle-guard-"))
    warnings = []
  })
  afterEach(() => rm(folder, { recursive: true }))

  it("passes on what is whole, both ways, through a folder", async () => {
    await guard(folderSource(folder))
    const whole = await entry(artifact("artifacts/a", "1"))
    expect(await get("a1")).toBe(404)
    expect(await put("a1", whole)).toBe(200)
    expect(await readdir(folder)).toEqual(["a1"])
    expect(await get("a1")).toEqual(whole)
    expect(warnings).toEqual([])
  })

  const at = "artifacts/a"
  const good = artifact(at, "1")
  it.each([
    ["another value", new Map([...good, [`${at}/value.json`, "2"]]), `${at}/value.json does not have the SHA-256`],
    [
      "a changed manifest",
      new Map([...good, [`${at}/manifest.json`, "{}"]]),
      `${at}/manifest.json is not the manifest`
    ],
    ["another digest", new Map([...good, [`${at}/digest`, "e\n"]]), `${at}/digest does not agree with the manifest`],
    ["a file too many", new Map([...good, [`${at}/more`, ""]]), `${at}/more is in no manifest`],
    ["no manifest", new Map([[`${at}/value.json`, "1"]]), `${at}/value.json is in no manifest`]
  ])("takes an entry with %s for none, and says so", async (_, files, fault) => {
    await guard(folderSource(folder))
    await writeFile(join(folder, "a1"), await entry(files))
    expect(await get("a1")).toBe(404)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain(`has a damaged entry a1 (${fault}`)
  })

  it("takes a cut or flipped entry for none", async () => {
    await guard(folderSource(folder))
    const whole = await entry(good)
    await writeFile(join(folder, "cut"), whole.subarray(0, whole.length / 2))
    const flipped = Buffer.from(whole)
    flipped[whole.length >> 1]! ^= 1
    await writeFile(join(folder, "flipped"), flipped)
    expect([await get("cut"), await get("flipped")]).toEqual([404, 404])
    expect(warnings).toHaveLength(2)
  })

  it.each([
    ["refuses the token", 401],
    ["is broken", 500]
  ])("leaves a server out that %s, after one warning", async (_, status) => {
    let asked = 0
    const server = createServer((request, response) => {
      asked += 1
      request.resume()
      response.writeHead(status).end()
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    await guard(serverSource(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, "wrong"))
    expect(await get("a1")).toBe(404)
    expect(await put("a1", await entry(good))).toBe(200)
    expect(await get("a1")).toBe(404)
    server.close()
    expect(asked).toBe(1)
    expect(warnings).toEqual([
      expect.stringContaining(`is of no use (it answered ${status}); this run goes on without it.`)
    ])
  })

  it("does without a server that is not there", async () => {
    await guard(serverSource("http://127.0.0.1:1", "x"))
    expect(await put("a1", await entry(good))).toBe(200)
    expect(await get("a1")).toBe(404)
    expect(warnings).toHaveLength(1)
  })
})
