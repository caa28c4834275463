import { createHash } from "node:crypto"
import { fileURLToPath } from "node:url"
import { Effect, FileSystem, Path, Schema, Stream } from "effect"
import type { ChildProcessSpawner } from "effect/process"
import { fileError } from "./fileErrors.ts"
import { formatBytes } from "./formatBytes.ts"
import { HostSystem } from "./hostSystem.ts"
import { findPip, findPython, type HostTool } from "./hostTools.ts"
import { type LibraryManifest, UnpackedFiles, writeManifest } from "./libraryManifest.ts"
import { NativeError } from "./nativeError.ts"
import { type Wheel, type WheelSet, wheelPlatforms } from "./nativeLock.ts"
import { errorLine, type ProcessResult, runProcess } from "./runProcess.ts"

const unpackScript = fileURLToPath(new URL("../assets/unpack.py", import.meta.url))

/** Room for what file systems and pip add to the bytes that the lock counts. */
const margin = 1.15

/** The most bytes that are on disk at once while the wheels are fetched and unpacked one after the other. */
export const bytesNeeded = (wheels: WheelSet): number => {
  let unpacked = 0
  let peak = 0
  for (const { bytes, unpackedBytes } of wheels) {
    unpacked += unpackedBytes
    peak = Math.max(peak, unpacked + bytes)
  }
  return Math.ceil(peak * margin)
}

/**
 * Fetches a set of wheels with pip, checks each against its SHA-256, unpacks the members that the lock names below `target` and
 * deletes the wheel. `scratch` is an existing folder on the same disk; `target` is complete only where this succeeds.
 */
export const fetchWheels = (request: {
  readonly wheels: WheelSet
  readonly pythonVersion: string
  readonly scratch: string
  readonly target: string
  readonly onStep: (message: string) => Effect.Effect<void>
}): Effect.Effect<void, NativeError, FileSystem.FileSystem | Path.Path | ChildProcessSpawner.ChildProcessSpawner> =>
  Effect.gen(function* () {
    const { wheels, scratch, target, onStep } = request
    const python = yield* findPython
    const pip = yield* findPip(python)
    yield* requireSpace(scratch, wheels)
    const files: Array<LibraryManifest[number]> = []
    for (const wheel of wheels) {
      yield* onStep(`downloading ${wheel.name} ${wheel.version} (${formatBytes(wheel.bytes)})`)
      const file = yield* download(pip, wheel, request.pythonVersion, scratch)
      yield* verify(file, wheel)
      yield* onStep(`unpacking ${wheel.name} (${formatBytes(wheel.unpackedBytes)})`)
      files.push(...(yield* unpack(python, file, wheel, target)))
      yield* Effect.mapError((yield* FileSystem.FileSystem).remove(file), writable(scratch))
    }
    yield* writeManifest(target, files)
  })

const writable = (folder: string) => fileError(folder, "set EBCLE_CACHE_DIR to a folder that you may write")

const requireSpace = (folder: string, wheels: WheelSet): Effect.Effect<void, NativeError> =>
  Effect.gen(function* () {
    const free = yield* (yield* HostSystem).freeBytes(folder)
    const needed = bytesNeeded(wheels)
    if (free === undefined || free >= needed) return
    return yield* new NativeError({
      reason: "NoSpace",
      problem: `${folder}: ${formatBytes(needed)} needed, ${formatBytes(free)} free`,
      cure: "free some space or set EBCLE_CACHE_DIR to another disk"
    })
  })

const download = (pip: HostTool, wheel: Wheel, pythonVersion: string, scratch: string) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const requirement = `${wheel.name}==${wheel.version}`
    const result = yield* runProcess(
      pip.command,
      [
        ...pip.args,
        "download",
        "--quiet",
        "--no-deps",
        "--no-input",
        "--no-cache-dir",
        "--disable-pip-version-check",
        "--only-binary=:all:",
        `--python-version=${pythonVersion}`,
        ...wheelPlatforms(wheel).map((platform) => `--platform=${platform}`),
        `--dest=${scratch}`,
        requirement
      ],
      // pip collects a download in its temporary folder first, which may be a small disk in memory.
      { TMPDIR: scratch }
    ).pipe(Effect.mapError((cause) => downloadFailed(requirement, cause.message)))
    if (result.exitCode !== 0) {
      return yield* diskFull(result) ? noSpace(scratch) : downloadFailed(requirement, errorLine(result))
    }
    const file = path.join(scratch, wheel.file)
    if (yield* Effect.orElseSucceed(fs.exists(file), () => false)) return file
    return yield* downloadFailed(requirement, `pip did not fetch ${wheel.file}`)
  })

const verify = (file: string, wheel: Wheel) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const hash = createHash("sha256")
    yield* fs.stream(file, { chunkSize: 1 << 20 }).pipe(
      Stream.runForEach((chunk) => Effect.sync(() => hash.update(chunk))),
      Effect.mapError(writable(file))
    )
    const found = hash.digest("hex")
    if (found === wheel.sha256) return
    return yield* new NativeError({
      reason: "ChecksumMismatch",
      problem: `${wheel.file}: SHA-256 ${found}, but native.lock.json has ${wheel.sha256}`,
      cure: "fetch it from a package index that you trust"
    })
  })

const unpack = (python: HostTool, file: string, wheel: Wheel, target: string) =>
  Effect.gen(function* () {
    const result = yield* runProcess(python.command, [
      ...python.args,
      unpackScript,
      file,
      target,
      ...wheel.members
    ]).pipe(Effect.mapError((cause) => unpackFailed(wheel, cause.message)))
    if (result.exitCode !== 0) {
      return yield* diskFull(result)
        ? noSpace(target)
        : unpackFailed(wheel, result.stderr.trim().split("\n").at(-1) ?? "")
    }
    return yield* Schema.decodeUnknownEffect(UnpackedFiles)(result.stdout).pipe(
      Effect.mapError(() => unpackFailed(wheel, "unpack.py printed no list of files"))
    )
  })

const diskFull = ({ stdout, stderr }: ProcessResult): boolean =>
  `${stdout}${stderr}`.includes("No space left on device")

const noSpace = (folder: string): NativeError =>
  new NativeError({
    reason: "NoSpace",
    problem: `${folder}: the disk became full`,
    cure: "free some space or set EBCLE_CACHE_DIR to another disk"
  })

const downloadFailed = (requirement: string, why: string): NativeError =>
  new NativeError({
    reason: "DownloadFailed",
    problem: `pip download ${requirement}: ${why}`,
    cure: "check the network and pip's index, or set EBCLE_TENSORFLOW_DIR to an installed tensorflow folder"
  })

const unpackFailed = (wheel: Wheel, why: string): NativeError =>
  new NativeError({ reason: "UnpackFailed", problem: `${wheel.file}: ${why}`, cure: "run the set-up again" })
