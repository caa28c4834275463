import { createHash } from "node:crypto"
import { fileURLToPath } from "node:url"
import { Effect, FileSystem, Schema } from "effect"
import { NativeError } from "./nativeError.ts"

const PositiveInt = Schema.Int.check(Schema.isGreaterThan(0))

/** One wheel on the Python package index, and which of its members are unpacked. */
export const Wheel = Schema.Struct({
  name: Schema.NonEmptyString,
  version: Schema.NonEmptyString,
  file: Schema.String.check(Schema.isPattern(/^[\w.]+-[\w.]+-\w+-\w+-[\w.]+\.whl$/)),
  sha256: Schema.String.check(Schema.isPattern(/^[0-9a-f]{64}$/)),
  bytes: PositiveInt,
  members: Schema.NonEmptyArray(Schema.NonEmptyString),
  unpackedBytes: PositiveInt
})
export type Wheel = typeof Wheel.Type

const WheelSet = Schema.NonEmptyArray(Wheel)
export type WheelSet = typeof WheelSet.Type

/** Which build of TensorFlow: for the CPU alone, or for an NVIDIA GPU (which also computes on the CPU). */
export const WheelSetName = Schema.Literals(["cpu", "cuda"])
export type WheelSetName = typeof WheelSetName.Type

/** `native.lock.json`: the exact wheels that make up each build. */
export const NativeLock = Schema.Struct({
  tensorflow: Schema.NonEmptyString,
  python: Schema.NonEmptyString,
  sets: Schema.Struct({ cpu: WheelSet, cuda: WheelSet })
})
export type NativeLock = typeof NativeLock.Type

const lockFile = fileURLToPath(new URL("../native.lock.json", import.meta.url))

/** Reads the lock that this package ships. */
export const readNativeLock: Effect.Effect<NativeLock, NativeError, FileSystem.FileSystem> = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const text = yield* fs.readFileString(lockFile)
  return yield* Schema.decodeUnknownEffect(Schema.fromJsonString(NativeLock))(text)
}).pipe(
  Effect.mapError(
    (cause) =>
      new NativeError({
        reason: "LockInvalid",
        problem: `${lockFile}: not a valid lock (${firstLine(cause.message)})`,
        cure: "restore it from version control"
      })
  )
)

/** The tags of the wheel's last part, `manylinux2014_x86_64.manylinux_2_17_x86_64` for instance, as pip wants them. */
export const wheelPlatforms = (wheel: Wheel): ReadonlyArray<string> =>
  wheel.file.slice(wheel.file.lastIndexOf("-") + 1, -".whl".length).split(".")

/** Equal for equal contents of the unpacked set, whatever else the lock says. */
export const wheelSetDigest = (wheels: WheelSet): string =>
  createHash("sha256")
    .update(JSON.stringify(wheels.map(({ sha256, members }) => [sha256, members])))
    .digest("hex")

const firstLine = (text: string): string => text.split("\n", 1)[0] ?? ""
