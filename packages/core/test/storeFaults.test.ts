import { hostname } from "node:os"
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Fiber, FileSystem, Layer, Path, PlatformError, Schema } from "effect"
import { TestClock } from "effect/testing"
import { ArtifactStore, type StoreEvent } from "../src/artifactStore.ts"
import { stage } from "../src/stage.ts"
import { platform } from "./platform.ts"

/** Writes one payload file beside its value. */
const writing = (text: string, before: Effect.Effect<unknown> = Effect.void) =>
  stage({
    name: "write",
    version: 1,
    params: Schema.Struct({ text: Schema.String }),
    output: Schema.Struct({ length: Schema.Int }),
    file: "length.json",
    run: Effect.fnUntraced(function* ({ folder }: { readonly folder: string }) {
      const [fs, path] = [yield* FileSystem.FileSystem, yield* Path.Path]
      yield* before
      yield* Effect.orDie(fs.writeFileString(path.join(folder, "text"), text))
      return { length: text.length }
    })
  })

const request = (text: string, before?: Effect.Effect<unknown>) => ({
  stage: writing(text, before),
  params: { text },
  inputs: {},
  folder: "texts/a"
})

const storeAt = (root: string, onEvent: (event: StoreEvent) => void = () => {}) =>
  Layer.build(ArtifactStore.layer({ root, onEvent: (event) => Effect.sync(() => onEvent(event)) })).pipe(
    Effect.map((context) => Context.get(context, ArtifactStore))
  )

const inFolder = <A, E, R>(body: (root: string) => Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    return yield* body(yield* (yield* FileSystem.FileSystem).makeTempDirectoryScoped())
  }).pipe(Effect.scoped, Effect.provide(platform))

/** Everything by which the store changes a disk. */
const writes = ["makeDirectory", "makeTempDirectory", "makeTempFile", "writeFileString", "link", "rename"] as const

/** A disk on which all writes fail from the n-th on (or only that one), as a full or read-only one does. */
const failingFrom = (n: number, tag: "PermissionDenied" | "Unknown", goesOn: boolean) => {
  let count = 0
  const layer = Layer.effect(
    FileSystem.FileSystem,
    Effect.map(FileSystem.FileSystem, (fs) => {
      const refuse = (method: string) =>
        PlatformError.systemError({ _tag: tag, module: "FileSystem", method, description: "no space left on device" })
      const failing = Object.fromEntries(
        writes.map((method) => [
          method,
          (...args: ReadonlyArray<never>) =>
            Effect.suspend((): Effect.Effect<unknown, PlatformError.PlatformError> => {
              count += 1
              const fails = goesOn ? count >= n : count === n
              // The methods are called with what the store gave them.
              return fails
                ? Effect.fail(refuse(method))
                : (
                    fs[method] as unknown as (
                      ...given: typeof args
                    ) => Effect.Effect<unknown, PlatformError.PlatformError>
                  )(...args)
            })
        ])
      )
      return FileSystem.make({ ...fs, ...(failing as Partial<FileSystem.FileSystem>) })
    })
  )
  return { layer: Layer.provideMerge(layer, platform), count: () => count }
}

describe("a disk that refuses", () => {
  it.effect.each([
    ["a full one", "Unknown", true],
    ["a read-only one", "PermissionDenied", true],
    ["one that failed once", "Unknown", false]
  ] as const)("%s leaves an artifact whole or not at all, at whichever write it happens", ([, tag, goesOn]) =>
    inFolder((root) =>
      Effect.gen(function* () {
        yield* Effect.flatMap(storeAt(root), (store) => store.obtain(request("old")))
        let refusals = 0
        for (let n = 1; ; n++) {
          const disk = failingFrom(n, tag, goesOn)
          const attempt = Effect.flatMap(storeAt(root), (store) => store.obtain(request("new")))
          const exit = yield* Effect.exit(attempt.pipe(Effect.provide(disk.layer), Effect.catchDefect(Effect.fail)))
          const store = yield* storeAt(root)
          const [before, after] = [
            yield* store.inspect(request("old"), { verify: true }),
            yield* store.inspect(request("new"), { verify: true })
          ]
          const states = [before._tag, after._tag]
          // Where nothing can be written from the swap on, the old artifact may be gone; a half one is never there.
          if (goesOn) assert.notInclude(states, "Damaged", `after write ${n}`)
          else assert.include(states, "Ready", `after write ${n}`)
          if (disk.count() < n) break
          if (before._tag !== "Ready") yield* store.obtain(request("old"))
          if (exit._tag === "Failure") refusals += 1
        }
        assert.isAbove(refusals, 3)
        const store = yield* storeAt(root)
        assert.strictEqual((yield* store.obtain(request("new"))).value.length, 3)
      })
    )
  )
})

describe("a clock that is set back", () => {
  it.effect("gives an artifact that is found again", () =>
    inFolder((root) =>
      Effect.gen(function* () {
        yield* TestClock.setTime(1e12)
        const store = yield* storeAt(root)
        const setBack = request("x", TestClock.setTime(1e11))
        yield* store.obtain(setBack)
        assert.strictEqual((yield* store.inspect(setBack, { verify: true }))._tag, "Ready")
      })
    )
  )
})

describe("two runs at once", () => {
  it.live("compute once, and the second says whom it waits for", () =>
    inFolder((root) =>
      Effect.gen(function* () {
        let runs = 0
        const events: Array<StoreEvent> = []
        const slow = request(
          "x",
          Effect.andThen(
            Effect.sync(() => ++runs),
            Effect.sleep(300)
          )
        )
        const first = yield* Effect.forkChild(Effect.flatMap(storeAt(root), (store) => store.obtain(slow)))
        const second = yield* storeAt(root, (event) => events.push(event))
        yield* Effect.sleep(100)
        assert.deepStrictEqual(yield* second.obtain(slow), yield* Fiber.join(first))
        assert.strictEqual(runs, 1)
        assert.deepStrictEqual(
          events.map(({ state }) => state),
          ["Missing", "Waiting", "Ready"]
        )
        assert.strictEqual(events[1]!.why, `waits for process ${process.pid}, which is at work`)
      })
    )
  )

  it.live("never train beside each other, whatever they train", () =>
    inFolder((root) =>
      Effect.gen(function* () {
        let [now, most] = [0, 0]
        const during = Effect.acquireUseRelease(
          Effect.sync(() => (most = Math.max(most, ++now))),
          () => Effect.sleep(50),
          () => Effect.sync(() => --now)
        )
        const training = (folder: string) => {
          const wanted = request(folder, during)
          return { ...wanted, folder, stage: { ...wanted.stage, alone: true as const } }
        }
        const store = yield* storeAt(root)
        yield* Effect.all(
          ["a/train", "b/train", "c/train"].map((folder) => store.obtain(training(folder))),
          {
            concurrency: "unbounded"
          }
        )
        assert.strictEqual(most, 1)
      })
    )
  )

  it.effect("do not wait for a process that is gone", () =>
    inFolder((root) =>
      Effect.gen(function* () {
        const [fs, path] = [yield* FileSystem.FileSystem, yield* Path.Path]
        yield* fs.makeDirectory(path.join(root, ".locks"))
        // Above the largest process number that Linux hands out (2^22).
        yield* fs.writeFileString(path.join(root, ".locks", "texts+a.lock"), `${2 ** 22 + 1} ${hostname()}\n`)
        const store = yield* storeAt(root)
        assert.strictEqual((yield* store.obtain(request("x"))).value.length, 1)
        assert.deepStrictEqual(yield* fs.readDirectory(path.join(root, ".locks")), [])
      })
    )
  )
})
