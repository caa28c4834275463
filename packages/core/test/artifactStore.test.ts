import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem, Path, Ref, Schema } from "effect"
import { ArtifactStore, type StoreEvent } from "../src/artifactStore.ts"
import { sha256 } from "../src/canonicalJson.ts"
import type { Artifact } from "../src/stage.ts"
import { stage } from "../src/stage.ts"
import { platform } from "./platform.ts"

const Sum = Schema.Struct({ total: Schema.Finite })

/** Adds numbers, and writes two payload files, one of them in a folder. `runs` counts how often it ran. */
const adder = (runs: Ref.Ref<number>, version = 1) =>
  stage({
    name: "add",
    version,
    params: Schema.Struct({ terms: Schema.Array(Schema.Finite), note: Schema.optionalKey(Schema.String) }),
    output: Sum,
    file: "sum.json",
    run: ({
      folder,
      params
    }: {
      readonly params: { readonly terms: ReadonlyArray<number>; readonly note?: string }
      readonly inputs: { readonly [name: string]: Artifact<{ readonly total: number }> }
      readonly folder: string
    }) =>
      Effect.gen(function* () {
        const fs = yield* FileSystem.FileSystem
        const path = yield* Path.Path
        yield* Ref.update(runs, (n) => n + 1)
        yield* fs.makeDirectory(path.join(folder, "parts"))
        yield* fs.writeFile(path.join(folder, "parts", "terms.bin"), Uint8Array.from(params.terms))
        return { total: params.terms.reduce((sum, term) => sum + term, 0) }
      }).pipe(Effect.orDie)
  })

/** A store in a folder of its own, what it said, and a counter of computations. */
const withStore = <A, E, R>(
  body: (context: {
    readonly store: ArtifactStore["Service"]
    readonly events: Array<StoreEvent>
    readonly runs: Ref.Ref<number>
    readonly fs: FileSystem.FileSystem
    readonly path: Path.Path
  }) => Effect.Effect<A, E, R>
) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const root = path.join(yield* fs.makeTempDirectoryScoped(), "artifacts")
    const events: Array<StoreEvent> = []
    const runs = yield* Ref.make(0)
    const layer = ArtifactStore.layer({
      root,
      onEvent: (event) => Effect.sync(() => void events.push(event))
    })
    return yield* Effect.flatMap(ArtifactStore, (store) => body({ store, events, runs, fs, path })).pipe(
      Effect.provide(layer)
    )
  }).pipe(Effect.provide(platform))

const folder = "sums/a"

/** Flips a byte of a file and sets its time stamps back, as a failing disk would. */
const flip = Effect.fnUntraced(function* (file: string, at: number) {
  const fs = yield* FileSystem.FileSystem
  const { mtime } = yield* fs.stat(file)
  const bytes = yield* fs.readFile(file)
  bytes[at]! ^= 1
  yield* fs.writeFile(file, bytes)
  if (mtime._tag === "Some") yield* fs.utimes(file, mtime.value, mtime.value)
})

describe("ArtifactStore", () => {
  it.effect("computes what is missing, once", () =>
    withStore(({ events, fs, path, runs, store }) =>
      Effect.gen(function* () {
        const request = { stage: adder(runs), params: { terms: [1, 2] }, inputs: {}, folder }
        assert.deepStrictEqual(yield* store.inspect(request), { _tag: "Missing" })
        const made = yield* store.obtain(request)
        const found = yield* store.obtain(request)
        assert.deepStrictEqual(found, made)
        assert.deepStrictEqual(made.value, { total: 3 })
        assert.strictEqual(made.folder, path.join(store.root, folder))
        assert.strictEqual(yield* Ref.get(runs), 1)
        assert.deepStrictEqual(
          events.map(({ state, why }) => [state, why]),
          [
            ["Missing", "not there yet"],
            ["Ready", "up to date"]
          ]
        )
        assert.deepStrictEqual((yield* fs.readDirectory(made.folder, { recursive: true })).toSorted(), [
          "digest",
          "manifest.json",
          "manifest.json.sha256",
          "parts",
          "parts/terms.bin",
          "sum.json"
        ])
        assert.deepStrictEqual(yield* fs.readDirectory(path.join(store.root, ".pending")), [])
      })
    )
  )

  it.effect("names what changed: parameters, version and inputs", () =>
    withStore(({ runs, store }) =>
      Effect.gen(function* () {
        const add = adder(runs)
        const one = yield* store.obtain({ stage: add, params: { terms: [1] }, inputs: {}, folder: "one" })
        const two = yield* store.obtain({ stage: add, params: { terms: [2] }, inputs: {}, folder: "two" })
        const request = { stage: add, params: { terms: [3], note: "n" }, inputs: { x: one }, folder }
        yield* store.obtain(request)
        const changedBy = (change: Partial<typeof request>) => store.inspect({ ...request, ...change })
        const outdated = (...changed: ReadonlyArray<string>) => ({ _tag: "Outdated" as const, changed })

        assert.strictEqual((yield* store.inspect(request))._tag, "Ready")
        assert.deepStrictEqual(yield* changedBy({ params: { terms: [4], note: "n" } }), outdated("params.terms"))
        assert.deepStrictEqual(yield* changedBy({ params: { terms: [3], note: "m" } }), outdated("params.note"))
        assert.deepStrictEqual(yield* changedBy({ stage: adder(runs, 2) }), outdated("version 1 -> 2"))
        assert.deepStrictEqual(yield* changedBy({ stage: { ...add, name: "sum" } }), outdated("stage (add before)"))
        assert.deepStrictEqual(yield* changedBy({ inputs: { x: two } }), outdated("inputs.x"))
        assert.deepStrictEqual(
          yield* store.inspect({ ...request, inputs: { y: two } }),
          outdated("inputs.x", "inputs.y")
        )
      })
    )
  )

  it.effect("gives an input that was made anew with the same bytes the same digest, and stops there", () =>
    withStore(({ fs, path, runs, store }) =>
      Effect.gen(function* () {
        const terms = { stage: adder(runs), params: { terms: [1, 2] }, inputs: {}, folder: "terms" }
        const before = yield* store.obtain(terms)
        const after = yield* store.obtain({ ...terms, params: { terms: [1, 2], note: "another key" } })
        assert.strictEqual(after.digest, before.digest)
        assert.strictEqual(yield* Ref.get(runs), 2)
        assert.strictEqual(yield* fs.readFileString(path.join(after.folder, "digest")), `${after.digest}\n`)

        const other = yield* store.obtain({ ...terms, params: { terms: [2, 1] } })
        assert.deepStrictEqual(other.value, before.value)
        assert.notStrictEqual(other.digest, before.digest)
      })
    )
  )

  it.effect("finds every flipped bit of every file, whatever its time stamp says", () =>
    withStore(({ fs, path, runs, store }) =>
      Effect.gen(function* () {
        const request = { stage: adder(runs), params: { terms: [1, 2] }, inputs: {}, folder }
        const { folder: at } = yield* store.obtain(request)
        const files = (yield* fs.readDirectory(at, { recursive: true })).filter((name) => name !== "parts")
        for (const name of files) {
          const file = path.join(at, name)
          const size = Number((yield* fs.stat(file)).size)
          for (let byte = 0; byte < size; byte++) {
            yield* flip(file, byte)
            const state = yield* store.inspect(request, { verify: true })
            assert.strictEqual(state._tag, "Damaged", `${name}, byte ${byte}`)
            yield* flip(file, byte)
          }
        }
        assert.strictEqual((yield* store.inspect(request, { verify: true }))._tag, "Ready")
      })
    )
  )

  it.effect.each(["sum.json", "parts/terms.bin", "manifest.json", "manifest.json.sha256", "digest"])(
    "computes anew when %s was written to, or is gone",
    (name) =>
      withStore(({ events, fs, path, runs, store }) =>
        Effect.gen(function* () {
          const request = { stage: adder(runs), params: { terms: [1, 2] }, inputs: {}, folder }
          const { folder: at } = yield* store.obtain(request)
          const file = path.join(at, name)
          const written = yield* fs.readFile(file)
          yield* flip(file, 0)
          yield* fs.utimes(file, 1, 1)
          const inspected = yield* store.inspect(request)
          assert.strictEqual(inspected._tag, "Damaged")
          assert.deepEqual<unknown>(yield* store.look(request), inspected)
          assert.deepStrictEqual((yield* store.obtain(request)).value, { total: 3 })
          yield* fs.remove(file)
          assert.deepStrictEqual((yield* store.obtain(request)).value, { total: 3 })
          yield* fs.writeFile(file, written.subarray(1))
          assert.deepStrictEqual((yield* store.obtain(request)).value, { total: 3 })
          assert.strictEqual(yield* Ref.get(runs), 4)
          for (const { state, why } of events.slice(1)) {
            assert.strictEqual(state, "Damaged")
            assert.include(why, at)
          }
        })
      )
  )

  it.effect("trusts an artifact that was copied, its time stamps lost", () =>
    withStore(({ fs, path, runs, store }) =>
      Effect.gen(function* () {
        const request = { stage: adder(runs), params: { terms: [1, 2] }, inputs: {}, folder }
        const { folder: at } = yield* store.obtain(request)
        yield* fs.utimes(path.join(at, "sum.json"), 1, 1)
        yield* store.obtain(request)
        assert.strictEqual(yield* Ref.get(runs), 1)
      })
    )
  )

  it.effect("looks at an artifact without its value, and sees the same", () =>
    withStore(({ runs, store }) =>
      Effect.gen(function* () {
        const request = { stage: adder(runs), params: { terms: [1, 2] }, inputs: {}, folder }
        assert.deepStrictEqual(yield* store.look(request), { _tag: "Missing" })
        const made = yield* store.obtain(request)
        assert.deepStrictEqual(yield* store.look(request), { _tag: "Ready", artifact: { ...made, value: undefined } })
        const other = { ...request, params: { terms: [1, 3] } }
        assert.deepStrictEqual(yield* store.look(other), { _tag: "Outdated", changed: ["params.terms"] })
      })
    )
  )

  it.effect("writes the parameters on one line of the manifest, whatever is in them", () =>
    withStore(({ fs, path, runs, store }) =>
      Effect.gen(function* () {
        const note = '$& $1\n  "params": null'
        const request = { stage: adder(runs), params: { terms: [1], note }, inputs: {}, folder }
        const { folder: at } = yield* store.obtain(request)
        const text = yield* fs.readFileString(path.join(at, "manifest.json"))
        assert.deepStrictEqual(JSON.parse(text).params, { note, terms: [1] })
        assert.include(text.split("\n"), `  "params": ${JSON.stringify({ note, terms: [1] })},`)
      })
    )
  )

  it.effect("keeps to a manifest that is not indented or is so throughout, or is longer than most", () =>
    withStore(({ fs, path, runs, store }) =>
      Effect.gen(function* () {
        // Text that looks like a key of the manifest, and more of it than is read at once.
        const note = `\n  "inputs": ${"x".repeat(300_000)}`
        const request = { stage: adder(runs), params: { terms: [1], note }, inputs: {}, folder }
        const { folder: at } = yield* store.obtain(request)
        assert.strictEqual((yield* store.look(request))._tag, "Ready")
        const manifest = path.join(at, "manifest.json")
        for (const indent of [0, 2]) {
          const text = JSON.stringify(JSON.parse(yield* fs.readFileString(manifest)), null, indent)
          yield* fs.writeFileString(manifest, text)
          yield* fs.writeFileString(`${manifest}.sha256`, `${sha256(text)}  manifest.json\n`)
          assert.strictEqual((yield* store.look(request))._tag, "Ready")
        }
        assert.strictEqual(yield* Ref.get(runs), 1)
      })
    )
  )

  it.effect.each([
    { part: "format", value: 2 },
    { part: "key", value: 1 },
    { part: "digest", value: null },
    { part: "files", value: "parts" },
    { part: "files", value: [null] },
    ...["path", "bytes", "modified", "sha256"].flatMap((name) =>
      [true, name === "bytes" ? 0.5 : -1].map((value) => ({
        part: "files",
        value: [{ path: "sum.json", bytes: 1, modified: 1, sha256: "0", [name]: value }]
      }))
    )
  ])("takes for damaged at first sight what the schema of a manifest refuses: $part as $value", ({ part, value }) =>
    withStore(({ fs, path, runs, store }) =>
      Effect.gen(function* () {
        const request = { stage: adder(runs), params: { terms: [1] }, inputs: {}, folder }
        const { folder: at } = yield* store.obtain(request)
        const manifest = path.join(at, "manifest.json")
        const text = JSON.stringify({ ...JSON.parse(yield* fs.readFileString(manifest)), [part]: value }, null, 2)
        yield* fs.writeFileString(manifest, text)
        yield* fs.writeFileString(`${manifest}.sha256`, `${sha256(text)}  manifest.json\n`)
        const damaged = { _tag: "Damaged", what: `${manifest} is not a manifest of this version` }
        assert.deepEqual<unknown>(yield* store.look(request), damaged)
        assert.deepEqual<unknown>(yield* store.inspect(request, { verify: true }), damaged)
      })
    )
  )

  it.effect("leaves nothing of a stage that fails, and runs it again", () =>
    withStore(({ fs, path, runs, store }) =>
      Effect.gen(function* () {
        const fails = {
          ...adder(runs),
          run: ({ folder }: { readonly folder: string }) =>
            Effect.gen(function* () {
              yield* Ref.update(runs, (n) => n + 1)
              yield* Effect.orDie(fs.writeFileString(path.join(folder, "half"), "half"))
              return yield* Effect.fail("no luck" as const)
            })
        }
        const request = { stage: fails, params: { terms: [] }, inputs: {}, folder }
        for (const _ of [1, 2]) assert.strictEqual(yield* Effect.flip(store.obtain(request)), "no luck")
        assert.strictEqual(yield* Ref.get(runs), 2)
        assert.deepStrictEqual((yield* fs.readDirectory(store.root, { recursive: true })).toSorted(), [
          ".locks",
          ".pending"
        ])
      })
    )
  )

  it.effect("keeps the old artifact where its replacement fails", () =>
    withStore(({ runs, store }) =>
      Effect.gen(function* () {
        const request = { stage: adder(runs), params: { terms: [1] }, inputs: {}, folder }
        yield* store.obtain(request)
        const failing = { ...request.stage, version: 2, run: () => Effect.fail("no luck" as const) }
        yield* Effect.flip(store.obtain({ ...request, stage: failing }))
        assert.strictEqual((yield* store.inspect(request, { verify: true }))._tag, "Ready")
      })
    )
  )

  it.effect("gives a killed stage what its last attempt left, and clears it away when the artifact is complete", () =>
    withStore(({ fs, path, runs, store }) =>
      Effect.gen(function* () {
        const { stage: whole, ...rest } = { stage: adder(runs), params: { terms: [1] }, inputs: {}, folder }
        const found: Array<boolean> = []
        const attempt = (ends: boolean) => ({
          ...whole,
          run: (context: Parameters<typeof whole.run>[0] & { readonly scratch?: string }) =>
            Effect.gen(function* () {
              const scratch = context.scratch!
              found.push(yield* fs.exists(path.join(scratch, "left")))
              yield* fs.makeDirectory(scratch, { recursive: true })
              yield* fs.writeFileString(path.join(scratch, "left"), "half of it")
              if (!ends) return yield* Effect.fail("killed" as const)
              return yield* whole.run(context)
            }).pipe(Effect.catchTag("PlatformError", Effect.die))
        })
        yield* Effect.flip(store.obtain({ ...rest, stage: attempt(false) }))
        yield* Effect.flip(store.obtain({ ...rest, params: { terms: [2] }, stage: attempt(false) }))
        yield* store.obtain({ ...rest, stage: attempt(true) })
        assert.deepStrictEqual(found, [false, false, true])
        // Nothing stays of the other attempt either: what it was for is out of date.
        assert.deepStrictEqual(yield* fs.readDirectory(path.join(store.root, ".unfinished")), [])
        yield* store.obtain({ ...rest, stage: { ...attempt(true), version: 2 } })
        assert.isFalse(found.at(-1))
      })
    )
  )

  it.live("lets several obtain one folder at a time: all get the same artifact, whole", () =>
    withStore(({ fs, path, runs, store }) =>
      Effect.gen(function* () {
        const of = (version: number) => ({
          stage: adder(runs, version),
          params: { terms: [1, 2] },
          inputs: {},
          folder
        })
        for (const version of [1, 2]) {
          const all = yield* Effect.all(
            Array.from({ length: 8 }, () => store.obtain(of(version))),
            { concurrency: "unbounded" }
          )
          assert.strictEqual(new Set(all.map(({ digest }) => digest)).size, 1)
          assert.strictEqual(yield* Ref.get(runs), version)
          assert.strictEqual((yield* store.inspect(of(version), { verify: true }))._tag, "Ready")
        }
        assert.deepStrictEqual(yield* fs.readDirectory(path.join(store.root, ".pending")), [])
      })
    )
  )

  it.effect("says in one line that its root cannot be written", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      // A file in the way stops every user, also one that permissions do not.
      const file = path.join(yield* fs.makeTempDirectoryScoped(), "file")
      yield* fs.writeFileString(file, "")
      const runs = yield* Ref.make(0)
      const request = { stage: adder(runs), params: { terms: [1] }, inputs: {}, folder }
      const root = path.join(file, "artifacts")
      const error = yield* ArtifactStore.pipe(
        Effect.flatMap((store) => store.obtain(request)),
        Effect.flip,
        Effect.provide(ArtifactStore.layer({ root }))
      )
      assert.strictEqual(error.reason, "StoreNotWritable")
      assert.match(error.message, /^sums\/a: .+; free space or make .+\/file\/artifacts writable, then run again\.$/)
      assert.strictEqual(yield* Ref.get(runs), 0)
    }).pipe(Effect.provide(platform))
  )
})
