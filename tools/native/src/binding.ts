import { createHash } from "node:crypto"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import { Effect, FileSystem, Path, Schema } from "effect"
import type { ChildProcessSpawner } from "effect/process"
import { fileError } from "./fileErrors.ts"
import { HostSystem } from "./hostSystem.ts"
import type { HostTool } from "./hostTools.ts"
import { type LibrarySource, libraryNames } from "./librarySource.ts"
import { NativeError } from "./nativeError.ts"
import { errorLine, runProcess } from "./runProcess.ts"

const require = createRequire(import.meta.url)

/**
 * The version of Node-API that the binding is compiled for and the name of its folder. It is the newest that tfjs-node-gpu knows,
 * and every Node from 20 on offers it, so one binary serves them all.
 */
const napiVersion = 8

/** Where tfjs-node-gpu looks for its binding, relative to its folder. */
export const bindingPath = `lib/napi-v${napiVersion}/tfjs_binding.node`

/** Where the binding's run path looks for TensorFlow, relative to tfjs-node-gpu's folder. */
export const libraryLink = "deps/lib"

const flags = [
  "-std=c++17",
  "-O3",
  // What is compiled is used on this machine alone: the digest has the features of its processor.
  "-march=native",
  "-ffp-contract=fast",
  "-fPIC",
  "-shared",
  "-pthread",
  "-Wno-psabi",
  // Leaves a header out that TensorFlow's wheel does not have.
  "-DIS_SLIM_BUILD",
  `-DNAPI_VERSION=${napiVersion}`,
  `-Wl,-rpath,$ORIGIN/../../${libraryLink}`,
  ...libraryNames.map((name) => `-l:${name}`)
]

const forwardingHeaders = fileURLToPath(new URL("../assets/include", import.meta.url))

/** Operations of our own, which join TensorFlow's when the binding is loaded. */
const kernelFolder = fileURLToPath(new URL("../assets/kernels", import.meta.url))

const PackageJson = Schema.fromJsonString(Schema.Struct({ version: Schema.String }))

/** The sources of tfjs-node-gpu's binding and of our kernels, and a digest of all that decides what they compile to. */
export interface BindingSource {
  readonly files: ReadonlyArray<string>
  readonly digest: string
}

/** Reads the binding's sources from tfjs-node-gpu's folder. */
export const readBindingSource = (
  packageDirectory: string,
  library: LibrarySource
): Effect.Effect<BindingSource, NativeError, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const packageJson = yield* fs.readFileString(path.join(packageDirectory, "package.json"))
    const { version } = yield* Schema.decodeUnknownEffect(PackageJson)(packageJson)
    const { processorFeatures } = yield* HostSystem
    const sources = yield* Effect.forEach([path.join(packageDirectory, "binding"), kernelFolder], (folder) =>
      Effect.map(fs.readDirectory(folder), (names) => names.sort().map((name) => path.join(folder, name)))
    )
    const files = sources.flat()
    const names = files.map((file) => path.basename(file))
    const hash = createHash("sha256").update(JSON.stringify([version, library.digest, flags, processorFeatures, names]))
    for (const file of files) hash.update(yield* fs.readFile(file))
    return { files: files.filter((file) => file.endsWith(".cc")), digest: hash.digest("hex") }
  }).pipe(
    Effect.mapError(
      (cause) =>
        new NativeError({
          reason: "PackageMissing",
          problem: `${packageDirectory}: ${cause.message.split("\n", 1)[0]}`,
          cure: "install @tensorflow/tfjs-node-gpu again (npm ci)"
        })
    )
  )

/** Compiles the binding against the library in `libraryFolder` into the file `target`. */
export const compileBinding = (
  compiler: HostTool,
  source: BindingSource,
  libraryFolder: string,
  target: string
): Effect.Effect<void, NativeError, FileSystem.FileSystem | Path.Path | ChildProcessSpawner.ChildProcessSpawner> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const nodeHeaders = path.join(path.dirname(require.resolve("node-api-headers")), "include")
    // The forwarding headers come last: a TensorFlow that still has the old ones keeps them.
    const includes = [nodeHeaders, path.join(libraryFolder, "include"), forwardingHeaders]
    const result = yield* runProcess(compiler.command, [
      ...compiler.args,
      ...includes.map((folder) => `-I${folder}`),
      ...source.files,
      `-L${libraryFolder}`,
      ...flags,
      "-o",
      target
    ]).pipe(Effect.mapError((cause) => compileFailed(cause.message)))
    if (result.exitCode !== 0) return yield* compileFailed(errorLine(result))
    yield* Effect.mapError(fs.access(target), fileError(target, "run the set-up again"))
  })

const compileFailed = (why: string): NativeError =>
  new NativeError({
    reason: "CompileFailed",
    problem: `compiling tfjs-node-gpu's binding: ${why}`,
    cure: "use a compiler with C++17 (name it in CXX)"
  })
