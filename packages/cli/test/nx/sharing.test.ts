import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import type { Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gunzipSync, gzipSync } from "node:zlib"
import { cacheServer } from "@ebcle/remote-cache"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { studyOfDigits } from "../digits.ts"
import { computations, makeWorkspace, removeWorkspace, type Workspace } from "./workspace.ts"

const token = "secret"

/** Each test is another clone: it has neither artifacts nor a cache of its own. */
describe.sequential("a shared cache", { timeout: 300_000 }, () => {
  let workspace: Workspace
  let shared: string
  let server: Server

  beforeAll(async () => {
    shared = await mkdtemp(join(tmpdir(), "ebcle-shared-"))
    workspace = await makeWorkspace(await mkdtemp(join(tmpdir(), "ebcle-nx-")))
    await workspace.writeStudy("tiny", studyOfDigits())
    server = await cacheServer({ folder: shared, token, maxBytes: 2 ** 30 })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  })
  afterAll(async () => {
    server.close()
    await removeWorkspace(workspace)
    await rm(shared, { recursive: true })
  })

  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  /** Runs all studies in a new clone: what was computed since it began, and what was said on standard error. */
  const runClone = async (environment: NodeJS.ProcessEnv) => {
    const { nx, root } = workspace
    const artifacts = join(root, "artifacts")
    for (const folder of [artifacts, join(root, ".nx")]) await rm(folder, { recursive: true, force: true })
    const begun = new Date().toISOString()
    const { code, stderr, stdout } = await nx(["run-many", "-t", "report"], environment)
    expect(code, stdout + stderr).toBe(0)
    const said = await workspace.ebcle(["explain", "--json"], { EBCLE_ARTIFACTS: artifacts })
    const explained: ReadonlyArray<{ readonly runs: boolean; readonly why: string }> = JSON.parse(said.stdout)
    expect(explained.filter(({ runs }) => runs)).toEqual([])
    const computed = [...(await computations(artifacts))].filter(([, when]) => when > begun).map(([folder]) => folder)
    return { computed: computed.toSorted(), stderr }
  }
  const trainings = ["tiny/resnet14.baseline.seed-1/train", "tiny/resnet14.restricted.seed-1/train"]
  const all = ["digits/ingest", "digits/profile", "tiny/compare", "tiny/estimate", "tiny/report", ...trainings]
  const remote = () => ({
    NX_SELF_HOSTED_REMOTE_CACHE_SERVER: address(),
    NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token
  })

  it("in a folder is filled by one clone, and spares another everything", async () => {
    expect((await runClone({ EBCLE_SHARED_CACHE: shared })).computed).toEqual(all)
    expect(await runClone({ EBCLE_SHARED_CACHE: shared })).toEqual({ computed: [], stderr: "" })
  })

  it("on a server spares another machine everything", async () => {
    expect(await runClone(remote())).toEqual({ computed: [], stderr: "" })
  })

  it("that lies about results is found out by their digests, and they are computed", async () => {
    for (const name of await readdir(shared)) {
      const file = join(shared, name)
      const text = gunzipSync(await readFile(file)).toString("latin1")
      const better = text.replace(/"testAccuracy": 0\.9/g, '"testAccuracy": 1.0')
      if (better !== text) await writeFile(file, gzipSync(Buffer.from(better, "latin1")))
    }
    const { computed, stderr } = await runClone(remote())
    expect(computed).toEqual(["tiny/compare", "tiny/report", ...trainings])
    const damaged = stderr.split("\n").filter((line) => line.includes("has a damaged entry"))
    expect(damaged).toHaveLength(2)
    expect(damaged[0]).toContain("/run.json does not have the SHA-256 that its manifest states")
  })

  it("that is dead, or does not know the token, slows a run and no more", async () => {
    const wrong = await runClone({ ...remote(), NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: "wrong" })
    expect(wrong.computed).toEqual(all)
    expect(wrong.stderr).toBe(`The cache ${address()} is of no use (it answered 401); this run goes on without it.\n`)
    const dead = address()
    await new Promise((resolve) => {
      server.close(resolve)
      server.closeAllConnections()
    })
    // The artifacts are there: each stage is asked, and finds its own.
    await rm(join(workspace.root, ".nx"), { recursive: true })
    const { code, stderr } = await workspace.nx(["run-many", "-t", "report"], {
      NX_SELF_HOSTED_REMOTE_CACHE_SERVER: dead,
      NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token
    })
    expect(code, stderr).toBe(0)
    expect(stderr).toMatch(/^The cache http:\S+ is of no use \(.*ECONNREFUSED.*\); this run goes on without it\.\n$/)
  })
})
