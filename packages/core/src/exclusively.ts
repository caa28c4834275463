import { hostname } from "node:os"
import process from "node:process"
import { Effect, FileSystem, Path, type PlatformError, Schedule } from "effect"
import { isAlive } from "./isAlive.ts"

/** Where locks are below a store's root, and how the names of those end that are held. */
export const lockName = ".locks"
export const lockSuffix = ".lock"

const pollMillis = 100
const beatMillis = 5000
/** A lock that has not been touched for so many looks (a minute) is abandoned. No clocks are compared. */
const patience = 600

/**
 * Does something while nobody else who asks for the same name below `root` does.
 *
 * The lock is a file that is linked into place with its owner's number and machine inside. It is abandoned where its
 * owner is gone (same machine) or no longer touches it (any machine). It saves work, and keeps trainings from being
 * timed beside each other; artifacts stay whole without it.
 *
 * @param onWait told once, with the owner's process number, where somebody else is at it
 */
export const exclusively = Effect.fnUntraced(function* <A, E, R>(
  root: string,
  name: string,
  use: Effect.Effect<A, E, R>,
  onWait: (owner: number) => Effect.Effect<void>
): Effect.fn.Return<A, E | PlatformError.PlatformError, R | FileSystem.FileSystem | Path.Path> {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = path.join(root, lockName)
  const lock = path.join(folder, `${name.replaceAll("/", "+")}${lockSuffix}`)

  const tryAcquire = Effect.gen(function* () {
    yield* fs.makeDirectory(folder, { recursive: true })
    const own = yield* fs.makeTempFileScoped({ directory: folder, prefix: `${process.pid}-` })
    yield* fs.writeFileString(own, `${process.pid} ${hostname()}\n`)
    return yield* fs.link(own, lock).pipe(
      Effect.as(true),
      Effect.catchIf(
        ({ reason }) => reason._tag === "AlreadyExists",
        () => Effect.succeed(false)
      )
    )
  }).pipe(Effect.scoped)

  /** Who holds the lock, and when it was last touched; undefined where nobody does. */
  const holder = Effect.gen(function* () {
    const [owner, host] = (yield* fs.readFileString(lock)).trim().split(" ")
    const { mtime } = yield* fs.stat(lock)
    return { owner: Number(owner), host, touched: mtime._tag === "Some" ? mtime.value.getTime() : 0 }
  }).pipe(Effect.orElseSucceed(() => undefined))

  const remove = fs.remove(lock, { force: true })

  const acquire = Effect.gen(function* () {
    let [looks, told] = [0, false]
    let last: number | undefined
    while (!(yield* tryAcquire)) {
      const held = yield* holder
      looks = held?.touched === last ? looks + 1 : 0
      last = held?.touched
      const isGone = held !== undefined && held.host === hostname() && !isAlive(held.owner)
      if (isGone || looks > patience) {
        yield* remove
        continue
      }
      if (held !== undefined && !told) {
        told = true
        yield* onWait(held.owner)
      }
      yield* Effect.sleep(pollMillis)
    }
  })

  const beat = Effect.clockWith((clock) =>
    Effect.flatMap(clock.currentTimeMillis, (now) => fs.utimes(lock, now / 1000, now / 1000))
  ).pipe(Effect.ignore, Effect.repeat(Schedule.spaced(beatMillis)))

  return yield* Effect.acquireUseRelease(
    Effect.interruptible(acquire),
    () => Effect.raceFirst(use, Effect.andThen(beat, Effect.never)),
    () => Effect.ignore(remove)
  )
})
