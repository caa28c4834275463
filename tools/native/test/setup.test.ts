import { mkdirSync, readdirSync, readFileSync, readlinkSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { exists, type FakeWorld, makeFakeWorld, setUp } from "./fakeWorld.ts"

describe("setup", () => {
  let world: FakeWorld
  beforeEach(() => {
    world = makeFakeWorld()
  })
  afterEach(() => world.remove())

  const installedBinding = () => join(world.packageDirectory, "lib/napi-v8/tfjs_binding.node")
  const cached = (prefix: string) => readdirSync(world.cache).filter((name) => name.startsWith(prefix))
  const failure = (run: Effect.Success<ReturnType<typeof setUp>>) => {
    const error = Result.getOrThrow(Result.flip(run.outcome))
    expect(error.message).not.toContain("\n")
    return { reason: error.reason, problem: error.problem }
  }

  it.live("fetches, compiles, places and tests; then does nothing", () =>
    Effect.gen(function* () {
      const first = yield* setUp(world)
      const status = Result.getOrThrow(first.outcome)
      expect(status).toMatchObject({
        tensorflowVersion: "2.21.0",
        computesOn: "CPU",
        source: "tensorflow-cpu 2.21.0",
        changed: true
      })
      expect(first.steps.map((step) => step.split(" ", 1)[0])).toEqual([
        "downloading",
        "unpacking",
        "compiling",
        "testing"
      ])
      expect(readFileSync(installedBinding(), "utf8")).toBe("compiled\n")
      expect(readlinkSync(join(world.packageDirectory, "deps/lib"))).toBe(status.libraryDirectory)
      expect(readdirSync(status.libraryDirectory).sort()).toEqual([
        "include",
        "libtensorflow_cc.so.2",
        "libtensorflow_framework.so.2"
      ])
      expect(cached("partial-")).toEqual([])
      expect(cached("native.lock")).toEqual([])

      const second = yield* setUp(world)
      expect(second.steps).toEqual([])
      expect(Result.getOrThrow(second.outcome)).toEqual({ ...status, changed: false })
    })
  )

  it.live("takes everything but the test from the cache in a fresh clone", () =>
    Effect.gen(function* () {
      yield* setUp(world)
      const run = yield* setUp(
        world,
        { packageDirectory: world.clone("other") },
        { environment: { ...world.environment, PIP_FIND_LINKS: "/nonexistent", CXX: "/nonexistent" } }
      )
      expect(Result.getOrThrow(run.outcome).changed).toBe(true)
      expect(run.steps).toEqual(["testing TensorFlow with a matrix product"])
    })
  )

  it.live("does the work once where two clones start at once", () =>
    Effect.gen(function* () {
      const runs = yield* Effect.all([setUp(world), setUp(world, { packageDirectory: world.clone("other") })], {
        concurrency: 2
      })
      for (const { outcome } of runs) expect(Result.getOrThrow(outcome).changed).toBe(true)
      const steps = runs.flatMap((run) => run.steps)
      expect(steps.filter((step) => step.startsWith("downloading")).length).toBe(1)
      expect(steps.filter((step) => step.startsWith("compiling")).length).toBe(1)
      expect(cached("library-").length).toBe(1)
    })
  )

  it.live("does the work once where two processes start at once in one clone", () =>
    Effect.gen(function* () {
      const runs = yield* Effect.all([setUp(world), setUp(world)], { concurrency: 2 })
      expect(runs.map(({ outcome }) => Result.getOrThrow(outcome).changed).sort()).toEqual([false, true])
    })
  )

  it.live("goes on after a set-up that was killed", () =>
    Effect.gen(function* () {
      const dead = { token: "lock-dead", host: "here", processId: 4_000_000, beat: 3 }
      mkdirSync(join(world.cache, "native.lock"), { recursive: true })
      writeFileSync(join(world.cache, "native.lock", "owner.json"), JSON.stringify(dead))
      mkdirSync(join(world.cache, "partial-1"))
      writeFileSync(join(world.cache, "partial-1", "half a wheel"), "")
      mkdirSync(join(world.packageDirectory, "lib/napi-v8"), { recursive: true })
      writeFileSync(installedBinding(), "half a bind")
      const run = yield* setUp(world, {}, { hostName: "here", isAlive: (id) => id !== dead.processId })
      expect(Result.getOrThrow(run.outcome).changed).toBe(true)
      expect(cached("partial-")).toEqual([])
    })
  )

  it.live("repairs a damaged library and a changed binding", () =>
    Effect.gen(function* () {
      const { libraryDirectory } = Result.getOrThrow((yield* setUp(world)).outcome)
      truncateSync(join(libraryDirectory, "libtensorflow_cc.so.2"), 3)
      const refetched = yield* setUp(world)
      expect(Result.getOrThrow(refetched.outcome).changed).toBe(true)
      expect(refetched.steps.some((step) => step.startsWith("downloading"))).toBe(true)

      writeFileSync(installedBinding(), "garbage")
      const replaced = yield* setUp(world)
      expect(Result.getOrThrow(replaced.outcome).changed).toBe(true)
      expect(readFileSync(installedBinding(), "utf8")).toBe("compiled\n")
    })
  )

  it.live("replaces the folder that the package's own installer makes", () =>
    Effect.gen(function* () {
      mkdirSync(join(world.packageDirectory, "deps/lib"), { recursive: true })
      writeFileSync(join(world.packageDirectory, "deps/lib/libtensorflow.so.2.9.1"), "")
      const status = Result.getOrThrow((yield* setUp(world)).outcome)
      expect(readlinkSync(join(world.packageDirectory, "deps/lib"))).toBe(status.libraryDirectory)
    })
  )

  it.live("keeps an installed GPU build on a machine without a GPU, unless the CPU build is asked for", () =>
    Effect.gen(function* () {
      // No nvidia-smi on this path, and a driver in /proc would choose the GPU build anyway.
      const overrides = { environment: { ...world.environment, PATH: "/usr/bin:/bin" } }
      expect(Result.getOrThrow((yield* setUp(world, { build: "cuda" })).outcome).source).toBe("tensorflow 2.21.0")
      const unchosen = yield* setUp(world, { build: undefined }, overrides)
      expect(Result.getOrThrow(unchosen.outcome)).toMatchObject({ source: "tensorflow 2.21.0", changed: false })
      expect(Result.getOrThrow((yield* setUp(world)).outcome).source).toBe("tensorflow-cpu 2.21.0")
    })
  )

  it.live("uses the folder in EBCLE_TENSORFLOW_DIR and fetches nothing", () =>
    Effect.gen(function* () {
      const { libraryDirectory } = Result.getOrThrow((yield* setUp(world)).outcome)
      const environment = {
        ...world.environment,
        EBCLE_CACHE_DIR: world.at("other-cache"),
        EBCLE_TENSORFLOW_DIR: libraryDirectory,
        PIP_FIND_LINKS: "/nonexistent"
      }
      const run = yield* setUp(world, {}, { environment })
      expect(Result.getOrThrow(run.outcome)).toMatchObject({
        libraryDirectory,
        source: `EBCLE_TENSORFLOW_DIR=${libraryDirectory}`,
        changed: true
      })
      expect(Result.getOrThrow((yield* setUp(world, {}, { environment })).outcome).changed).toBe(false)
    })
  )

  it.live("refuses a folder that holds no TensorFlow", () =>
    Effect.gen(function* () {
      const run = yield* setUp(world, {}, { environment: { ...world.environment, EBCLE_TENSORFLOW_DIR: world.root } })
      expect(failure(run).reason).toBe("FolderInvalid")
    })
  )

  it.live("refuses a wheel with another checksum and keeps nothing of it", () =>
    Effect.gen(function* () {
      const [wheel] = world.lock.sets.cpu
      const sets = { ...world.lock.sets, cpu: [{ ...wheel, sha256: "0".repeat(64) }] as const }
      const { reason, problem } = failure(yield* setUp(world, { lock: { ...world.lock, sets } }))
      expect(reason).toBe("ChecksumMismatch")
      expect(problem).toContain(wheel.sha256)
      expect(readdirSync(world.cache)).toEqual([])
      expect(exists(installedBinding())).toBe(false)
    })
  )

  it.live("says that a compiler is missing before it fetches anything", () =>
    Effect.gen(function* () {
      const run = yield* setUp(world, {}, { environment: { ...world.environment, CXX: "/nonexistent" } })
      expect(failure(run)).toEqual({
        reason: "NoCompiler",
        problem: "CXX=/nonexistent: no C++ compiler runs under that name"
      })
      expect(run.steps).toEqual([])
    })
  )

  it.live("says that Python is missing", () =>
    Effect.gen(function* () {
      const run = yield* setUp(world, {}, { environment: { ...world.environment, PATH: "/nonexistent" } })
      expect(failure(run).reason).toBe("NoPython")
    })
  )

  it.live("says that pip is missing", () =>
    Effect.gen(function* () {
      world.script("python3", [
        '[ "$1" = --version ] && echo "Python 3.11.2" && exit',
        'echo "No module named pip" >&2',
        "exit 1"
      ])
      const run = yield* setUp(
        world,
        {},
        { environment: { ...world.environment, PATH: `${world.at("bin")}:/usr/bin:/bin` } }
      )
      expect(failure(run)).toEqual({ reason: "NoPip", problem: "python3 (Python 3.11.2) has no pip" })
    })
  )

  it.live("says how much space is needed and free", () =>
    Effect.gen(function* () {
      const [wheel] = world.lock.sets.cpu
      const sets = { ...world.lock.sets, cpu: [{ ...wheel, bytes: 274_000_871, unpackedBytes: 854_959_756 }] as const }
      const run = yield* setUp(
        world,
        { lock: { ...world.lock, sets } },
        { freeBytes: () => Effect.succeed(1_200_000_000) }
      )
      const { reason, problem } = failure(run)
      expect(reason).toBe("NoSpace")
      expect(problem).toMatch(/1\.3 GB needed, 1\.2 GB free$/)
      expect(run.steps).toEqual([])
    })
  )

  it.live("tells pip's own error where the download fails", () =>
    Effect.gen(function* () {
      const run = yield* setUp(world, {}, { environment: { ...world.environment, PIP_FIND_LINKS: "/nonexistent" } })
      const { reason, problem } = failure(run)
      expect(reason).toBe("DownloadFailed")
      expect(problem).toContain("tensorflow-cpu==2.21.0")
      expect(problem).toContain("ERROR:")
      expect(cached("partial-")).toEqual([])
    })
  )

  it.live("refuses a wheel without the library", () =>
    Effect.gen(function* () {
      const [wheel] = world.lock.sets.cpu
      const sets = { ...world.lock.sets, cpu: [{ ...wheel, members: ["tensorflow/libmoved.so"] }] as const }
      const { reason, problem } = failure(yield* setUp(world, { lock: { ...world.lock, sets } }))
      expect(reason).toBe("UnpackFailed")
      expect(problem).toContain("tensorflow/libmoved.so")
      expect(cached("library-")).toEqual([])
    })
  )

  it.live("tells the compiler's first error", () =>
    Effect.gen(function* () {
      const CXX = world.script("broken", [
        '[ "$1" = --version ] && exit',
        'echo "a.cc:1:1: error: one" >&2',
        'echo "a.cc:2:1: error: two" >&2',
        "exit 1"
      ])
      const run = yield* setUp(world, {}, { environment: { ...world.environment, CXX } })
      expect(failure(run)).toEqual({
        reason: "CompileFailed",
        problem: "compiling tfjs-node-gpu's binding: a.cc:1:1: error: one"
      })
      expect(cached("binding-")).toEqual([])
      expect(exists(installedBinding())).toBe(false)
    })
  )

  for (const [library, problem] of [
    ["crash", "undefined symbol: TF_Version"],
    ["wrong", "the matrix product is [59,65,140,155], not [58,64,139,154]"]
  ] as const) {
    it.live(`leaves nothing in place that fails its test (${library})`, () =>
      Effect.gen(function* () {
        const sets = { ...world.lock.sets, cpu: [world.makeWheel("tensorflow-cpu", library)] as const }
        const lock = { ...world.lock, sets }
        const first = failure(yield* setUp(world, { lock }))
        expect(first.reason).toBe("SelfTestFailed")
        expect(first.problem).toContain(problem)
        expect(exists(installedBinding())).toBe(false)
        expect(failure(yield* setUp(world, { lock })).reason).toBe("SelfTestFailed")
      })
    )
  }

  it.live("names the package's own installer on another platform, and tests what it installed", () =>
    Effect.gen(function* () {
      const first = failure(yield* setUp(world, {}, { platform: "darwin" }))
      expect(first).toEqual({
        reason: "UnsupportedPlatform",
        problem: "darwin-x64: the pinned TensorFlow is for linux-x64"
      })
      mkdirSync(join(world.packageDirectory, "deps/lib"), { recursive: true })
      writeFileSync(join(world.packageDirectory, "deps/lib/libtensorflow_cc.so.2"), "2.9.1")
      mkdirSync(join(world.packageDirectory, "lib/napi-v8"), { recursive: true })
      writeFileSync(installedBinding(), "compiled\n")
      const second = yield* setUp(world, {}, { platform: "darwin" })
      expect(Result.getOrThrow(second.outcome)).toMatchObject({ tensorflowVersion: "2.9.1", changed: true })
      expect(Result.getOrThrow((yield* setUp(world, {}, { platform: "darwin" })).outcome).changed).toBe(false)
    })
  )

  it.live("says that tfjs-node-gpu is missing", () =>
    Effect.gen(function* () {
      const run = yield* setUp(world, { packageDirectory: world.at("nothing") })
      expect(failure(run).reason).toBe("PackageMissing")
    })
  )

  it.live("says that the cache cannot be written", () =>
    Effect.gen(function* () {
      writeFileSync(world.at("file"), "")
      const run = yield* setUp(world, {}, { environment: { ...world.environment, EBCLE_CACHE_DIR: world.at("file") } })
      expect(failure(run).reason).toBe("NotWritable")
    })
  )
})
