import { Effect, FileSystem } from "effect"
import { cacheDirectory } from "./cacheDirectory.ts"
import { folderBytes, freeBytesAbove } from "./diskUse.ts"
import { HostSystem } from "./hostSystem.ts"
import { findCompiler, findPip, findPython } from "./hostTools.ts"
import { type InspectOptions, inspect, type NativeServices } from "./inspect.ts"
import type { NativeError } from "./nativeError.ts"
import { gpuNames } from "./nvidia.ts"

/** Something that is amiss, and what mends it. */
export interface DoctorProblem {
  readonly problem: string
  readonly cure: string
}

/** What this machine offers the training engine, as plain data. Sizes in bytes. */
export interface DoctorReport {
  /** Whether the native library is in place and has passed its test. Problems may remain that do not stop it. */
  readonly ready: boolean
  readonly problems: ReadonlyArray<DoctorProblem>
  readonly platform: string
  readonly node: { readonly version: string; readonly supported: boolean }
  /** Undefined where none is installed. */
  readonly tensorflow:
    | {
        readonly version: string
        readonly source: string
        readonly directory: string
        readonly computesOn: "CPU" | "GPU"
      }
    | undefined
  readonly cpu: {
    readonly model: string
    /** Those of {@link cpuFeatures} that it has; empty where the system does not say. */
    readonly features: ReadonlyArray<string>
  }
  readonly gpus: ReadonlyArray<string>
  readonly threads: {
    readonly available: number
    /** `TF_NUM_INTRAOP_THREADS` and `TF_NUM_INTEROP_THREADS`, where they are set. */
    readonly intraOp: string | undefined
    readonly interOp: string | undefined
  }
  readonly cache: {
    readonly directory: string
    readonly bytes: number
    readonly freeBytes: number | undefined
  }
  /** What each calls itself; undefined where it is missing. */
  readonly compiler: string | undefined
  readonly python: string | undefined
  readonly pip: string | undefined
}

/** The CPU features that decide how fast TensorFlow's kernels are, as Linux names them. */
export const cpuFeatures = ["avx2", "avx512f", "avx512_bf16", "amx_bf16"] as const

/** The oldest Node that is supported. */
const oldestNode = [20, 19] as const

/** Looks at the machine and at what is installed. Changes nothing, and what it cannot find out it leaves out. */
export const doctor = (options: InspectOptions = {}): Effect.Effect<DoctorReport, never, NativeServices> =>
  Effect.gen(function* () {
    const host = yield* HostSystem
    const directory = yield* cacheDirectory
    const inspection = yield* Effect.result(inspect(options))
    const installed = inspection._tag === "Success" ? inspection.success.installed : undefined
    const python = yield* Effect.result(findPython)
    const pip = python._tag === "Success" ? yield* Effect.result(findPip(python.success)) : python
    const compiler = yield* Effect.result(findCompiler)
    const gpus = yield* gpuNames
    const supported = isSupportedNode(host.nodeVersion)

    const problems: Array<DoctorProblem> = []
    if (!supported)
      problems.push({ problem: `Node ${host.nodeVersion} is too old`, cure: "install Node 20.19 or newer" })
    if (installed === undefined) {
      if (inspection._tag === "Failure") problems.push(toProblem(inspection.failure))
      else if (inspection.success.source.kind === "wheels" && pip._tag === "Failure")
        problems.push(toProblem(pip.failure))
      if (compiler._tag === "Failure") problems.push(toProblem(compiler.failure))
      problems.push({ problem: "the native TensorFlow is not set up", cure: "run the set-up (ebcle setup)" })
    } else if (gpus.length > 0 && installed.computesOn === "CPU") {
      problems.push({
        problem: `TensorFlow computes on the CPU though there is a GPU (${gpus[0]})`,
        cure: "run the set-up again without a build chosen; update the NVIDIA driver (525 or newer)"
      })
    }

    return {
      ready: supported && installed !== undefined,
      problems,
      platform: `${host.platform}-${host.arch}`,
      node: { version: host.nodeVersion, supported },
      tensorflow: installed && {
        version: installed.tensorflowVersion,
        source: installed.source,
        directory: installed.libraryDirectory,
        computesOn: installed.computesOn
      },
      cpu: { model: host.cpuModel, features: yield* readCpuFeatures },
      gpus,
      threads: {
        available: host.parallelism,
        intraOp: host.environment.TF_NUM_INTRAOP_THREADS,
        interOp: host.environment.TF_NUM_INTEROP_THREADS
      },
      cache: {
        directory,
        bytes: yield* folderBytes(directory),
        freeBytes: yield* freeBytesAbove(directory)
      },
      compiler: compiler._tag === "Success" ? compiler.success.version : undefined,
      python: python._tag === "Success" ? python.success.version : undefined,
      pip: pip._tag === "Success" ? pip.success.version : undefined
    }
  })

const isSupportedNode = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split(".").map(Number)
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])
}

const toProblem = ({ problem, cure }: NativeError): DoctorProblem => ({ problem, cure })

const readCpuFeatures: Effect.Effect<ReadonlyArray<string>, never, FileSystem.FileSystem> = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const text = yield* Effect.orElseSucceed(fs.readFileString("/proc/cpuinfo"), () => "")
  const flags = new Set(/^flags\s*:(.*)$/m.exec(text)?.[1]?.split(" "))
  return cpuFeatures.filter((name) => flags.has(name))
})
