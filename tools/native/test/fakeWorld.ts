import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as NodeChildProcessSpawner from "@effect/platform-node-shared/NodeChildProcessSpawner"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import { Effect, Layer } from "effect"
import { HostSystem, type HostSystemShape } from "../src/hostSystem.ts"
import type { NativeLock, Wheel } from "../src/nativeLock.ts"
import { type SetupOptions, setup } from "../src/setup.ts"

const files = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)

/** The services of Node that the package needs. */
export const nodeServices = Layer.mergeAll(files, Layer.provide(NodeChildProcessSpawner.layer, files))

const fixtures = fileURLToPath(new URL("./fixtures", import.meta.url))

const script = (file: string, lines: ReadonlyArray<string>): string => {
  writeFileSync(file, ["#!/bin/sh", ...lines, ""].join("\n"))
  chmodSync(file, 0o755)
  return file
}

const makeWheel = (folder: string, name: string, library: string): Wheel => {
  const file = `${name.replaceAll("-", "_")}-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl`
  execFileSync("python3", [join(fixtures, "makeWheel.py"), join(folder, file), name, library])
  const bytes = readFileSync(join(folder, file))
  return {
    name,
    version: "2.21.0",
    file,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    bytes: bytes.length,
    members: [
      "tensorflow/libtensorflow_cc.so.2",
      "tensorflow/libtensorflow_framework.so.2",
      "tensorflow/include/tensorflow/c/"
    ],
    unpackedBytes: 1000
  }
}

/**
 * A temporary place with wheels of a few bytes that pip finds in a folder, a package in the likeness of tfjs-node-gpu (its "library"
 * is a text file with the version) and a compiler that only concatenates. The set-up itself, pip and Python are the real ones.
 */
export const makeFakeWorld = () => {
  const root = mkdtempSync(join(tmpdir(), "ebcle-native-"))
  const at = (...names: ReadonlyArray<string>) => join(root, ...names)
  for (const name of ["wheels", "bin"]) mkdirSync(at(name))
  const clone = (name: string): string => {
    cpSync(join(fixtures, "tfjs-node-gpu"), at(name), { recursive: true })
    return at(name)
  }
  const lock: NativeLock = {
    tensorflow: "2.21.0",
    python: "3.12",
    sets: {
      cpu: [makeWheel(at("wheels"), "tensorflow-cpu", "2.21.0")],
      cuda: [makeWheel(at("wheels"), "tensorflow", "2.21.0")]
    }
  }
  const environment: Record<string, string | undefined> = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    EBCLE_CACHE_DIR: at("cache"),
    PIP_NO_INDEX: "1",
    PIP_FIND_LINKS: at("wheels"),
    PIP_CONFIG_FILE: "/dev/null",
    CXX: script(at("bin", "compiler"), [
      '[ "$1" = --version ] && echo "compiler 1.0" && exit',
      'while [ "$1" != -o ]; do shift; done',
      'echo compiled > "$2"'
    ])
  }
  return {
    root,
    at,
    clone,
    lock,
    packageDirectory: clone("package"),
    cache: at("cache", "native"),
    environment,
    makeWheel: (name: string, library: string) => makeWheel(at("wheels"), name, library),
    script: (name: string, lines: ReadonlyArray<string>) => script(at("bin", name), lines),
    remove: () => rmSync(root, { recursive: true, force: true })
  }
}
export type FakeWorld = ReturnType<typeof makeFakeWorld>

/** Runs an effect with Node's services on a host like this one, save for what is overridden. */
export const onHost = <A, E, R>(effect: Effect.Effect<A, E, R>, overrides: Partial<HostSystemShape>) =>
  Effect.gen(function* () {
    const host = yield* HostSystem
    return yield* Effect.provideService(effect, HostSystem, { ...host, platform: "linux", arch: "x64", ...overrides })
  }).pipe(Effect.provide(nodeServices))

/** Runs the set-up for the CPU in a fake world, and tells the steps that it reported. */
export const setUp = (world: FakeWorld, options: SetupOptions = {}, overrides: Partial<HostSystemShape> = {}) =>
  Effect.gen(function* () {
    const steps: Array<string> = []
    const { environment, lock, packageDirectory } = world
    const outcome = yield* Effect.result(
      onHost(
        setup({
          build: "cpu",
          lock,
          packageDirectory,
          onStep: (message) => Effect.sync(() => void steps.push(message)),
          ...options
        }),
        { environment, ...overrides }
      )
    )
    return { outcome, steps }
  })

export const exists = (file: string): boolean => statSync(file, { throwIfNoEntry: false }) !== undefined
