import { NodeFileSystem, NodePath } from "@effect/platform-node-shared"
import { assert, layer } from "@effect/vitest"
import { Effect, Exit, FileSystem, Layer, Logger, Path } from "effect"
import { checkpointFolder } from "../src/checkpointFolder.ts"
import { type Checkpoint, Checkpoints } from "../src/checkpoints.ts"

const some = (stepsDone: number): Checkpoint => ({
  progress: { stepsDone, loss: 0.1 + 0.2, correct: 3, trainSeconds: 1.5, epochs: [], elapsed: 2 },
  state: new Map([["w", { shape: [2], data: Float32Array.of(0.1, stepsDone) }]])
})

const checkpointsIn = (folder: string) => Checkpoints.pipe(Effect.provide(checkpointFolder(folder, {})))

/** What a new process finds in a folder, and what it says about it. */
const found = (folder: string) => {
  const said: Array<string> = []
  const listener = Logger.layer([Logger.make(({ message }) => said.push([message].flat().join(" ")))])
  return Effect.map(
    Effect.flatMap(checkpointsIn(folder), ({ load }) => load).pipe(Effect.provide(listener)),
    (checkpoint) => ({ checkpoint, said })
  )
}

/** A file system whose process is killed in its `n`th change, which is then half done. `changes` counts all. */
const killedAt = (fs: FileSystem.FileSystem, n: number) => {
  let changes = 0
  const killed = Effect.die(`killed at change ${n}`)
  const change = <A, E>(whole: Effect.Effect<A, E>, half: Effect.Effect<unknown, unknown>) =>
    Effect.suspend(() => {
      changes += 1
      if (changes > n) return killed
      return changes === n ? Effect.andThen(Effect.ignore(half), killed) : whole
    })
  const half = <A extends string | Uint8Array>(data: A) => data.slice(0, data.length >> 1) as A
  const service = FileSystem.FileSystem.of({
    ...fs,
    makeDirectory: (path, options) => change(fs.makeDirectory(path, options), Effect.void),
    writeFile: (path, data) => change(fs.writeFile(path, data), fs.writeFile(path, half(data))),
    writeFileString: (path, text) => change(fs.writeFileString(path, text), fs.writeFileString(path, half(text))),
    rename: (from, to) => change(fs.rename(from, to), Effect.void),
    remove: (path, options) => change(fs.remove(path, options), Effect.void)
  })
  return { service, changes: () => changes }
}

layer(Layer.merge(NodeFileSystem.layer, NodePath.layer))("a folder of checkpoints", (it) => {
  const newFolder = Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const folder = path.join(yield* fs.makeTempDirectoryScoped(), "not", "yet")
    const flip = Effect.fnUntraced(function* (name: string) {
      const bytes = yield* fs.readFile(path.join(folder, name))
      bytes[bytes.length - 1]! ^= 1
      yield* fs.writeFile(path.join(folder, name), bytes)
    })
    return { flip, folder, fs, path }
  })

  it.effect("has none at first, then the last two", () =>
    Effect.gen(function* () {
      const { folder, fs } = yield* newFolder
      const checkpoints = yield* checkpointsIn(folder)
      assert.isUndefined(yield* checkpoints.load)
      for (const step of [2, 9, 10]) {
        yield* checkpoints.save(some(step))
        assert.deepStrictEqual(yield* found(folder), { checkpoint: some(step), said: [] })
      }
      // Of the same step there is nothing new to write.
      yield* checkpoints.save(some(10))
      assert.deepStrictEqual((yield* fs.readDirectory(folder)).toSorted(), [
        "checkpoint-0-10.json",
        "checkpoint-0-9.json",
        "state-0-10.safetensors",
        "state-0-9.safetensors"
      ])
    })
  )

  it.effect("passes over a damaged one, says so, and keeps the one before until there are two again", () =>
    Effect.gen(function* () {
      const { flip, folder, fs, path } = yield* newFolder
      const checkpoints = yield* checkpointsIn(folder)
      for (const step of [1, 2]) yield* checkpoints.save(some(step))
      yield* flip("state-0-2.safetensors")
      const [newest, before] = [2, 1].map((step) => path.join(folder, `checkpoint-0-${step}.json`))
      assert.deepStrictEqual(yield* found(folder), {
        checkpoint: some(1),
        said: [`${newest} is damaged; the training tries checkpoint-0-1.json.`]
      })

      const next = yield* checkpointsIn(folder)
      yield* next.load
      yield* next.save(some(3))
      assert.sameMembers(
        (yield* fs.readDirectory(folder)).filter((name) => name.startsWith("checkpoint")),
        ["checkpoint-0-1.json", "checkpoint-0-3.json"]
      )

      yield* fs.writeFileString(path.join(folder, "checkpoint-0-3.json"), "{")
      yield* fs.remove(path.join(folder, "state-0-1.safetensors"))
      assert.deepStrictEqual(yield* found(folder), {
        checkpoint: undefined,
        said: [
          `${path.join(folder, "checkpoint-0-3.json")} is damaged; the training tries checkpoint-0-1.json.`,
          `${before} is damaged; the training starts from the beginning.`
        ]
      })
    })
  )

  it.effect("holds the checkpoint before or the new one, whenever a process is killed that writes", () =>
    Effect.gen(function* () {
      let complete = false
      const survivors: Array<number> = []
      for (let n = 1; !complete; n++) {
        const { folder, fs } = yield* newFolder
        const before = yield* checkpointsIn(folder)
        for (const step of [1, 2]) yield* before.save(some(step))

        const { changes, service } = killedAt(fs, n)
        const next = yield* Effect.provideService(checkpointsIn(folder), FileSystem.FileSystem, service)
        yield* next.load
        const exit = yield* Effect.exit(next.save(some(3)))
        complete = Exit.isSuccess(exit)
        assert.strictEqual(changes(), complete ? n - 1 : n)

        const { checkpoint, said } = yield* found(folder)
        assert.deepStrictEqual(said, [], `killed at change ${n}`)
        survivors.push(checkpoint!.progress.stepsDone)
        assert.deepStrictEqual(checkpoint, some(survivors.at(-1)!))

        // Who goes on from there leaves two checkpoints and no rests.
        const last = yield* checkpointsIn(folder)
        yield* last.load
        yield* last.save(some(4))
        assert.lengthOf(yield* fs.readDirectory(folder), 4)
        assert.deepStrictEqual((yield* found(folder)).checkpoint, some(4))
      }
      // The folder, the state, the JSON and its renaming; then the removal of the oldest checkpoint and its state.
      assert.deepStrictEqual(survivors, [2, 2, 2, 2, 3, 3, 3])
    })
  )

  it.effect("serves two processes that train the same at once", () =>
    Effect.gen(function* () {
      const { folder } = yield* newFolder
      const saveAll = (steps: ReadonlyArray<number>) =>
        Effect.flatMap(checkpointsIn(folder), ({ save }) => Effect.forEach(steps, (step) => save(some(step))))
      const steps = Array.from({ length: 50 }, (_, step) => step)
      yield* Effect.all([saveAll(steps), saveAll(steps), saveAll(steps.map((step) => 2 * step))], {
        concurrency: "unbounded"
      })
      const { checkpoint } = yield* found(folder)
      assert.deepStrictEqual(checkpoint, some(checkpoint!.progress.stepsDone))
    })
  )

  it.effect("says in one line where it cannot write", () =>
    Effect.gen(function* () {
      const { folder, fs, path } = yield* newFolder
      yield* fs.makeDirectory(path.dirname(folder), { recursive: true })
      yield* fs.writeFileString(folder, "a file is in the way")
      const checkpoints = yield* checkpointsIn(folder)
      const error = yield* Effect.flip(checkpoints.save(some(1)))
      assert.strictEqual(error.reason, "NotWritable")
      assert.notInclude(error.message, "\n")
      assert.include(error.message, folder)
    })
  )
})
