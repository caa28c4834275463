import { Effect, FileSystem, Path, Schedule, Schema } from "effect"
import { fileError } from "./fileErrors.ts"
import { HostSystem } from "./hostSystem.ts"
import type { NativeError } from "./nativeError.ts"

const Owner = Schema.fromJsonString(
  Schema.Struct({ token: Schema.String, host: Schema.String, processId: Schema.Int, beat: Schema.Int })
)
type Owner = typeof Owner.Type

const pollMillis = 250
const beatMillis = 1000
/** A lock whose owner has not been heard of for so many looks (15 s) is abandoned. */
const patience = 60

export interface CacheLockOptions {
  /** Told once, with the owner's process id, when another set-up holds the lock. */
  readonly onWait: (processId: number) => Effect.Effect<void>
}

/**
 * Runs an effect while it holds the lock folder `native.lock` in the cache. The folder is renamed into place with its owner
 * inside, so it is never seen without one. A lock is abandoned where its owner's process is gone (same machine), or where
 * its heartbeat has stopped (any machine; no clocks are compared), and is then taken over.
 *
 * The lock only saves work: everything in the cache is built aside and renamed, so even two owners do no harm.
 */
export const withCacheLock = <A, E, R>(
  cache: string,
  options: CacheLockOptions,
  use: Effect.Effect<A, E, R>
): Effect.Effect<A, E | NativeError, R | FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const host = yield* HostSystem
    const lock = path.join(cache, "native.lock")
    const ownerFile = path.join(lock, "owner.json")

    const readOwner = fs.readFileString(ownerFile).pipe(
      Effect.flatMap(Schema.decodeUnknownEffect(Owner)),
      Effect.orElseSucceed((): Owner | undefined => undefined)
    )
    const ownerText = (token: string, beat: number) =>
      JSON.stringify({ token, host: host.hostName, processId: host.processId, beat } satisfies Owner)

    /** Our token where the lock is now ours, undefined where somebody else has it. */
    const tryAcquire = Effect.gen(function* () {
      const staged = yield* fs.makeTempDirectory({ directory: cache, prefix: "lock-" })
      const token = path.basename(staged)
      yield* fs.writeFileString(path.join(staged, "owner.json"), ownerText(token, 0))
      return yield* fs.rename(staged, lock).pipe(
        Effect.as(token),
        Effect.catch((cause) =>
          fs.remove(staged, { recursive: true, force: true }).pipe(
            Effect.andThen(fs.exists(lock)),
            Effect.flatMap((held) => (held ? Effect.succeed(undefined) : Effect.fail(cause)))
          )
        )
      )
    })

    const breakLock = fs
      .rename(lock, path.join(cache, `abandoned-${host.processId}`))
      .pipe(
        Effect.andThen(fs.remove(path.join(cache, `abandoned-${host.processId}`), { recursive: true, force: true })),
        Effect.ignore
      )

    const acquire = Effect.gen(function* () {
      let last: Owner | undefined
      let looks = 0
      let told = false
      while (true) {
        const token = (yield* fs.exists(lock)) ? undefined : yield* tryAcquire
        if (token !== undefined) return token
        const owner = yield* readOwner
        const heard = owner !== undefined && (owner.token !== last?.token || owner.beat !== last.beat)
        looks = heard ? 0 : looks + 1
        last = owner
        const gone = owner !== undefined && owner.host === host.hostName && !host.isAlive(owner.processId)
        if (gone || looks > patience) {
          yield* breakLock
          continue
        }
        if (!told && owner !== undefined) {
          told = true
          yield* options.onWait(owner.processId)
        }
        yield* Effect.sleep(pollMillis)
      }
    })

    const release = (token: string) =>
      readOwner.pipe(
        Effect.flatMap((owner) => (owner?.token === token ? fs.remove(lock, { recursive: true }) : Effect.void)),
        Effect.ignore
      )

    const heartbeat = (token: string) => {
      let beat = 0
      const next = path.join(lock, `owner-${token}.json`)
      return readOwner.pipe(
        Effect.flatMap((owner) =>
          owner?.token === token
            ? fs.writeFileString(next, ownerText(token, ++beat)).pipe(Effect.andThen(fs.rename(next, ownerFile)))
            : Effect.void
        ),
        Effect.ignore,
        Effect.repeat(Schedule.spaced(beatMillis))
      )
    }

    return yield* Effect.acquireUseRelease(
      Effect.interruptible(acquire).pipe(
        Effect.mapError(fileError(cache, "set EBCLE_CACHE_DIR to a folder that you may write"))
      ),
      (token) => Effect.raceFirst(use, Effect.andThen(heartbeat(token), Effect.never)),
      release
    )
  })
