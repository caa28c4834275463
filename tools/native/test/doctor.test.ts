import { afterEach, beforeEach, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { cpuFeatures, type DoctorReport, doctor } from "../src/doctor.ts"
import { formatDoctor } from "../src/formatDoctor.ts"
import type { HostSystemShape } from "../src/hostSystem.ts"
import { type FakeWorld, makeFakeWorld, onHost, setUp } from "./fakeWorld.ts"

describe("doctor", () => {
  let world: FakeWorld
  beforeEach(() => {
    world = makeFakeWorld()
  })
  afterEach(() => world.remove())

  const examine = (overrides: Partial<HostSystemShape> = {}) =>
    onHost(doctor({ build: "cpu", lock: world.lock, packageDirectory: world.packageDirectory }), {
      environment: world.environment,
      ...overrides
    })

  it.live("tells what is installed and in reach", () =>
    Effect.gen(function* () {
      yield* setUp(world)
      const environment = { ...world.environment, TF_NUM_INTRAOP_THREADS: "1" }
      const report = yield* examine({
        environment,
        cpuModel: "Some CPU",
        parallelism: 3,
        freeBytes: () => Effect.succeed(5e9)
      })
      expect(report).toMatchObject({
        ready: true,
        platform: "linux-x64",
        tensorflow: { version: "2.21.0", source: "tensorflow-cpu 2.21.0", computesOn: "CPU" },
        threads: { available: 3, intraOp: "1", interOp: undefined },
        cache: { directory: world.at("cache"), freeBytes: 5e9 },
        compiler: "compiler 1.0"
      })
      expect(report.cpu.model).toBe("Some CPU")
      for (const feature of report.cpu.features) expect(cpuFeatures).toContain(feature)
      expect(report.cache.bytes).toBeGreaterThan(0)
      expect(report.python).toMatch(/^Python 3/)
      expect(report.pip).toMatch(/^pip /)
    })
  )

  it.live("names what is missing and its cure", () =>
    Effect.gen(function* () {
      const environment = { ...world.environment, PATH: "/nonexistent", CXX: "/nonexistent" }
      const report = yield* examine({ environment, nodeVersion: "20.18.3" })
      expect(report).toMatchObject({
        ready: false,
        tensorflow: undefined,
        compiler: undefined,
        python: undefined,
        pip: undefined
      })
      expect(report.problems.map(({ problem }) => problem)).toEqual([
        "Node 20.18.3 is too old",
        "no Python 3 (tried python3, python)",
        "CXX=/nonexistent: no C++ compiler runs under that name",
        "the native TensorFlow is not set up"
      ])
      for (const { cure } of report.problems) expect(cure).not.toBe("")
    })
  )

  it.live("does not miss what an installed library no longer needs", () =>
    Effect.gen(function* () {
      yield* setUp(world)
      const report = yield* examine({
        environment: { ...world.environment, PATH: "/nonexistent", CXX: "/nonexistent" }
      })
      expect(report).toMatchObject({ ready: true, problems: [] })
    })
  )

  it.live("warns where TensorFlow does not use the GPU", () =>
    Effect.gen(function* () {
      yield* setUp(world)
      world.script("nvidia-smi", ['echo "NVIDIA H100"'])
      const report = yield* examine({ environment: { ...world.environment, PATH: `${world.at("bin")}:/usr/bin:/bin` } })
      expect(report.ready).toBe(true)
      expect(report.gpus).toEqual(["NVIDIA H100"])
      expect(report.problems[0]?.problem).toContain("computes on the CPU")
    })
  )

  it.live("supports Node from 20.19 on", () =>
    Effect.gen(function* () {
      for (const [version, supported] of [
        ["18.20.0", false],
        ["20.18.9", false],
        ["20.19.0", true],
        ["24.0.1", true]
      ] as const) {
        expect((yield* examine({ nodeVersion: version })).node).toEqual({ version, supported })
      }
    })
  )
})

describe("formatDoctor", () => {
  const report: DoctorReport = {
    ready: false,
    problems: [{ problem: "the native TensorFlow is not set up", cure: "run the set-up" }],
    platform: "linux-x64",
    node: { version: "20.20.2", supported: true },
    tensorflow: undefined,
    cpu: { model: "Some CPU", features: ["avx2"] },
    gpus: [],
    threads: { available: 2, intraOp: undefined, interOp: "1" },
    cache: { directory: "/home/user/.cache/ebcle", bytes: 0, freeBytes: 81e9 },
    compiler: "c++ 12.2.0",
    python: "Python 3.11.7",
    pip: undefined
  }

  it("aligns one line for each finding", () => {
    expect(formatDoctor(report)).toBe(
      [
        "Ready         no",
        "Node          20.20.2",
        "Platform      linux-x64",
        "TensorFlow    not set up",
        "CPU           Some CPU, avx2",
        "GPU           none",
        "Threads       2 available, intra-op default, inter-op 1",
        "Cache         /home/user/.cache/ebcle (0 kB, 81.0 GB free)",
        "C++ compiler  c++ 12.2.0",
        "Python        Python 3.11.7",
        "pip           not found",
        "Problem       the native TensorFlow is not set up",
        "  cure        run the set-up"
      ].join("\n")
    )
  })

  it("says where TensorFlow comes from and where it computes", () => {
    const tensorflow = { version: "2.21.0", source: "tensorflow 2.21.0", directory: "/lib", computesOn: "GPU" } as const
    const lines = formatDoctor({ ...report, ready: true, problems: [], tensorflow, gpus: ["NVIDIA H100"] }).split("\n")
    expect(lines).toContain("TensorFlow    2.21.0, computes on the GPU")
    expect(lines).toContain("  from        tensorflow 2.21.0")
    expect(lines).toContain("GPU           NVIDIA H100")
  })
})
