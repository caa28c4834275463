import { describe, expect, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { bytesNeeded } from "../src/fetchWheels.ts"
import { NativeLock, readNativeLock, wheelPlatforms, wheelSetDigest } from "../src/nativeLock.ts"
import { nodeServices } from "./fakeWorld.ts"

describe("native.lock.json", () => {
  it.effect("pins every wheel of both builds, TensorFlow first", () =>
    Effect.gen(function* () {
      const lock = yield* readNativeLock
      expect(lock.sets.cpu.map(({ name }) => name)).toEqual(["tensorflow-cpu"])
      expect(lock.sets.cpu[0].version).toBe(lock.tensorflow)
      expect(lock.sets.cuda[0]).toMatchObject({ name: "tensorflow", version: lock.tensorflow })
      // The dependencies that the wheel's "and-cuda" extra names.
      const libraries = ["cublas", "cuda-cupti", "cuda-nvcc", "cuda-nvrtc", "cuda-runtime", "cudnn", "cufft", "curand"]
      libraries.push("cusolver", "cusparse", "nccl", "nvjitlink")
      expect(lock.sets.cuda.slice(1).map(({ name }) => name)).toEqual(libraries.map((name) => `nvidia-${name}-cu12`))
      const wheels = [...lock.sets.cpu, ...lock.sets.cuda]
      expect(new Set(wheels.map(({ sha256 }) => sha256)).size).toBe(wheels.length)
      for (const { name, version, file } of wheels)
        expect(file.startsWith(`${name.replaceAll("-", "_")}-${version}-`)).toBe(true)
      for (const wheel of wheels) for (const tag of wheelPlatforms(wheel)) expect(tag).toMatch(/^manylinux\w+_x86_64$/)
    }).pipe(Effect.provide(nodeServices))
  )

  it.effect("needs 1.3 GB for the CPU: the wheel and the unpacked files side by side, and a margin", () =>
    Effect.gen(function* () {
      const { sets } = yield* readNativeLock
      expect(bytesNeeded(sets.cpu) / 1e9).toBeCloseTo(1.3, 1)
    }).pipe(Effect.provide(nodeServices))
  )

  it("counts one wheel at a time beside all that is unpacked", () => {
    const wheel = { name: "a", version: "1", file: "a-1-b-c-d.whl", sha256: "", members: ["m"] as const }
    const peak = Math.max(100 + 10, 100 + 10 + 50)
    const wheels = [
      { ...wheel, bytes: 100, unpackedBytes: 10 },
      { ...wheel, bytes: 50, unpackedBytes: 100 }
    ] as const
    expect(bytesNeeded(wheels)).toBe(Math.ceil(peak * 1.15))
  })

  it("is rejected with a short checksum, an empty set or a path for a file name", () => {
    const wheel = {
      name: "a",
      version: "1",
      file: "a-1-b-c-d.whl",
      sha256: "0".repeat(64),
      bytes: 1,
      members: ["m"],
      unpackedBytes: 1
    }
    const lock = (cpu: ReadonlyArray<unknown>) => ({ tensorflow: "1", python: "3.12", sets: { cpu, cuda: [wheel] } })
    const isValid = (value: unknown) => Schema.decodeUnknownOption(NativeLock)(value)._tag === "Some"
    expect(isValid(lock([wheel]))).toBe(true)
    expect(isValid(lock([]))).toBe(false)
    expect(isValid(lock([{ ...wheel, sha256: "0".repeat(63) }]))).toBe(false)
    expect(isValid(lock([{ ...wheel, file: "../a-1-b-c-d.whl" }]))).toBe(false)
    expect(isValid(lock([{ ...wheel, members: [] }]))).toBe(false)
  })

  it("has a digest that changes with a checksum and with the members, not with sizes", () => {
    const wheel = {
      name: "a",
      version: "1",
      file: "a-1-b-c-d.whl",
      sha256: "0".repeat(64),
      bytes: 1,
      members: ["m"] as const,
      unpackedBytes: 1
    }
    const digest = wheelSetDigest([wheel])
    expect(wheelSetDigest([{ ...wheel, bytes: 2, unpackedBytes: 2 }])).toBe(digest)
    expect(wheelSetDigest([{ ...wheel, sha256: "1".repeat(64) }])).not.toBe(digest)
    expect(wheelSetDigest([{ ...wheel, members: ["n"] }])).not.toBe(digest)
  })
})
