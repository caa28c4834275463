import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import { unpack } from "../../src/archive/unpack.ts"
import { mutate, type Random, randomFrom } from "../mutate.ts"
import { platform, range } from "../platform.ts"
import { type File, tarGzOf, tarOf, zipOf } from "./archives.ts"

const text = (content: string) => Uint8Array.from(Buffer.from(content))
const plain: ReadonlyArray<File> = [
  { name: "folder/readme", bytes: text("nothing that is wanted") },
  { name: "folder/a.bin", bytes: Uint8Array.from(range(2000), (index) => (index * index) % 256) },
  { name: "folder/b.bin", bytes: text("b") }
]
const wanted = new Set(["a.bin", "b.bin"])

/** Unpacks bytes, and gives what lies in the folder then, and around it. */
const unpacked = Effect.fnUntraced(function* (bytes: Uint8Array) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const root = yield* fs.makeTempDirectoryScoped()
  const folder = path.join(root, "in", "folder")
  const archive = path.join(root, "archive")
  yield* fs.makeDirectory(folder, { recursive: true })
  yield* fs.writeFile(archive, bytes)
  const result = yield* Effect.result(unpack(archive, wanted, folder))
  const all = yield* fs.readDirectory(root, { recursive: true })
  const elsewhere = all.filter(
    (name) => !["archive", "in", "in/folder", "in/folder/a.bin", "in/folder/b.bin"].includes(name)
  )
  assert.deepStrictEqual(elsewhere, [], "wrote another file")
  return { fs, result }
}, Effect.scoped)

const sorts = [
  { sort: ".tar.gz", make: (files: ReadonlyArray<File>) => Effect.promise(() => tarGzOf(files)) },
  { sort: ".zip", make: (files: ReadonlyArray<File>) => Effect.sync(() => zipOf(files)) },
  { sort: "stored .zip", make: (files: ReadonlyArray<File>) => Effect.sync(() => zipOf(files, "stored")) }
]

layer(platform)("unpack", (it) => {
  it.effect.each(sorts)("gives what was packed, and nothing else, from a $sort", ({ make }) =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const folder = yield* fs.makeTempDirectoryScoped()
      const archive = path.join(folder, "archive")
      yield* fs.writeFile(archive, yield* make(plain))
      const found = yield* unpack(archive, wanted, folder)
      assert.deepStrictEqual([...found.keys()].toSorted(), ["a.bin", "b.bin"])
      assert.deepStrictEqual(Uint8Array.from(yield* fs.readFile(found.get("a.bin")!)), plain[1]!.bytes)
      assert.deepStrictEqual((yield* fs.readDirectory(folder)).toSorted(), ["a.bin", "archive", "b.bin"])
    })
  )

  const bytes = text("x")
  const hostile = [
    { what: "a name with ..", files: [{ name: "a/../../b.bin", bytes }], message: /leads out of its folder/ },
    { what: "an absolute name", files: [{ name: "/tmp/b.bin", bytes }], message: /leads out of its folder/ },
    { what: "a drive", files: [{ name: "C:\\b.bin", bytes }], message: /leads out of its folder/ },
    { what: "a backslash way out", files: [{ name: "..\\b.bin", bytes }], message: /leads out of its folder/ },
    { what: "a link", files: [{ name: "a.bin", bytes, type: "symlink" }], message: /has the link "a\.bin"/ },
    {
      what: "a name twice",
      files: [
        { name: "one/a.bin", bytes },
        { name: "two/a.bin", bytes }
      ],
      message: /two members named a\.bin/
    },
    {
      what: "an archive",
      files: [{ name: "inner.tar.gz", bytes }],
      message: /has no a\.bin, b\.bin, only the archive inner/
    },
    { what: "nothing wanted", files: [{ name: "c.bin", bytes }], message: /has no a\.bin, b\.bin\./ },
    {
      what: "a bomb",
      files: [{ name: "a.bin", bytes: new Uint8Array(2 ** 25) }],
      message: /more than 100 times its size/
    },
    { what: "a bomb beside", files: [{ name: "c", bytes: new Uint8Array(2 ** 25) }], message: /more than 100 times/ }
  ] as const
  it.effect.each(hostile.flatMap((entry) => sorts.slice(0, 2).map((sort) => ({ ...entry, ...sort }))))(
    "refuses a $sort with $what",
    ({ files, make, message }) =>
      Effect.gen(function* () {
        const { result } = yield* unpacked(yield* make(files))
        assert.strictEqual(result._tag, "Failure")
        if (result._tag === "Failure") {
          assert.strictEqual(result.failure.reason, "ArchiveRefused")
          assert.match(result.failure.message, message)
          assert.notInclude(result.failure.message, "\n")
        }
      })
  )

  it.effect("refuses what is no archive, and one that is cut", () =>
    Effect.gen(function* () {
      const tar = yield* Effect.promise(() => tarGzOf(plain))
      for (const bytes of [
        text(""),
        text("x"),
        text("PK"),
        tar.subarray(0, 40),
        tar.subarray(0, -30),
        zipOf(plain).subarray(0, -30)
      ]) {
        const { result } = yield* unpacked(bytes)
        assert.strictEqual(result._tag === "Failure" && result.failure.reason, "ArchiveDamaged")
      }
    })
  )

  const small = plain.map(({ bytes, name }) => ({ name, bytes: bytes.subarray(0, 100) }))
  /** What is changed: mostly a good archive, which a change may make any of the others. */
  const originals: ReadonlyArray<ReadonlyArray<File>> = [
    small,
    small,
    small,
    [...small, { name: "folder/../c.bin", bytes }],
    [...small, { name: "folder/link", bytes, type: "symlink" }],
    [...small, { name: "folder/inner.zip", bytes: zipOf(small) }],
    [...small, { name: "a/b.bin", bytes }]
  ]
  const changed = [
    // Of a tar mostly the bytes within gzip are changed, whose check sum would else keep the change from the parser.
    {
      sort: ".tar.gz",
      pack: (files: ReadonlyArray<File>) => Effect.promise(() => tarOf(files)),
      change: (tar: Uint8Array, random: Random, run: number) =>
        run % 5 === 0 ? mutate(Uint8Array.from(gzipSync(tar)), random) : gzipSync(mutate(tar, random), { level: 0 })
    },
    {
      sort: ".zip",
      pack: (files: ReadonlyArray<File>, index: number) =>
        Effect.sync(() => zipOf(files, index % 2 === 0 ? "deflated" : "stored")),
      change: mutate
    }
  ]
  it.effect.each(changed)("unpacks or refuses 10,000 changed $sort, and writes nowhere else", ({ change, pack }) =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const archives = yield* Effect.forEach(originals, (files, index) =>
        Effect.map(pack(files, index), (packed) => Uint8Array.from(packed))
      )
      const refused = new Map<string, number>()
      /** A fifth of all, so that some are unpacked while others wait for the disk. */
      const some = Effect.fnUntraced(function* (seed: number) {
        const root = yield* fs.makeTempDirectoryScoped()
        const archive = join(root, "archive")
        const folder = join(root, "folder")
        mkdirSync(folder)
        const random = randomFrom(seed)
        for (let run = 0; run < 2000; run++) {
          writeFileSync(archive, change(archives[random(archives.length)]!, random, run))
          const result = yield* Effect.result(unpack(archive, wanted, folder))
          if (result._tag === "Failure") {
            const { message, reason } = result.failure
            assert.match(reason, /^Archive/, message)
            assert.notInclude(message, "\n")
            refused.set(reason, (refused.get(reason) ?? 0) + 1)
          }
          assert.deepStrictEqual(readdirSync(root), ["archive", "folder"])
          for (const entry of readdirSync(folder, { withFileTypes: true })) {
            assert.isTrue(entry.isFile() && wanted.has(entry.name), entry.name)
            rmSync(join(folder, entry.name))
          }
        }
      }, Effect.scoped)
      yield* Effect.forEach([1, 2, 3, 4, 5], some, { concurrency: "unbounded", discard: true })
      const [damaged, hostile] = [refused.get("ArchiveDamaged") ?? 0, refused.get("ArchiveRefused") ?? 0]
      assert.isAbove(damaged, 1000)
      assert.isAbove(hostile, 500)
      assert.isBelow(damaged + hostile, 10_000)
    })
  )
})
