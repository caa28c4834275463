import { Effect, Path } from "effect"
import { HostSystem } from "./hostSystem.ts"

/**
 * The folder that keeps the native library, outside `node_modules` so that clones share it and `npm ci` spares it:
 * `EBCLE_CACHE_DIR`, else `ebcle` below `XDG_CACHE_HOME`, else `~/.cache/ebcle`.
 */
export const cacheDirectory: Effect.Effect<string, never, Path.Path> = Effect.gen(function* () {
  const { environment, home } = yield* HostSystem
  const path = yield* Path.Path
  if (environment.EBCLE_CACHE_DIR) return path.resolve(environment.EBCLE_CACHE_DIR)
  return path.join(environment.XDG_CACHE_HOME || path.join(home, ".cache"), "ebcle")
})
