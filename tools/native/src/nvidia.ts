import { Effect, FileSystem } from "effect"
import type { ChildProcessSpawner } from "effect/process"
import { tryProcess } from "./runProcess.ts"

/** Whether an NVIDIA driver is loaded, by its file in `/proc` or, where that is missing (WSL), by `nvidia-smi`. */
export const hasNvidiaDriver: Effect.Effect<
  boolean,
  never,
  FileSystem.FileSystem | ChildProcessSpawner.ChildProcessSpawner
> = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  if (yield* Effect.orElseSucceed(fs.exists("/proc/driver/nvidia/version"), () => false)) return true
  return (yield* gpuNames).length > 0
})

/** The NVIDIA GPUs that `nvidia-smi` lists; none where it is missing or finds no driver. */
export const gpuNames: Effect.Effect<
  ReadonlyArray<string>,
  never,
  ChildProcessSpawner.ChildProcessSpawner
> = tryProcess("nvidia-smi", ["--query-gpu=name", "--format=csv,noheader"]).pipe(
  Effect.map((result) => result?.stdout.split("\n").flatMap((line) => line.trim() || []) ?? [])
)
