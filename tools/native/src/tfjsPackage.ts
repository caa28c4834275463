import { createRequire } from "node:module"
import { Effect, Path } from "effect"
import { NativeError } from "./nativeError.ts"

const require = createRequire(import.meta.url)

/** The folder of the installed npm package `@tensorflow/tfjs-node-gpu`. */
export const tfjsPackageDirectory: Effect.Effect<string, NativeError, Path.Path> = Effect.gen(function* () {
  const path = yield* Path.Path
  const packageJson = yield* Effect.try({
    try: () => require.resolve("@tensorflow/tfjs-node-gpu/package.json"),
    catch: () =>
      new NativeError({
        reason: "PackageMissing",
        problem: "the npm package @tensorflow/tfjs-node-gpu is not installed",
        cure: "run npm ci"
      })
  })
  return path.dirname(packageJson)
})
