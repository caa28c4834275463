import { gzipSync } from "node:zlib"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import { unpack } from "../../src/archive/unpack.ts"
import { mutate, randomFrom } from "../mutate.ts"
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

  // Of a tar the bytes within gzip are changed as well, which the check sum of gzip would else keep from the parser.
  it.effect("unpacks or refuses 5,000 changed archives, and writes nowhere else", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const root = yield* fs.makeTempDirectoryScoped()
      const archive = path.join(root, "archive")
      const folder = path.join(root, "folder")
      const small = plain.map(({ bytes, name }) => ({ name, bytes: bytes.subarray(0, 100) }))
      const tar = yield* Effect.promise(() => tarOf(small))
      const packed = Uint8Array.from(gzipSync(tar))
      const zip = Uint8Array.from(zipOf(small))
      const random = randomFrom(1)
      let refused = 0
      for (let run = 0; run < 5000; run++) {
        const changed =
          run % 10 < 2 ? gzipSync(mutate(tar, random), { level: 1 }) : mutate(run % 10 < 3 ? packed : zip, random)
        yield* fs.writeFile(archive, changed)
        yield* fs.makeDirectory(folder)
        const result = yield* Effect.result(unpack(archive, wanted, folder))
        if (result._tag === "Failure") {
          refused++
          assert.match(result.failure.reason, /^Archive/, result.failure.message)
        }
        assert.deepStrictEqual((yield* fs.readDirectory(root)).toSorted(), ["archive", "folder"])
        const inside = yield* fs.readDirectory(folder)
        assert.isTrue(inside.every((name) => wanted.has(name)))
        yield* fs.remove(folder, { recursive: true })
      }
      assert.isAbove(refused, 500)
    })
  )
})
