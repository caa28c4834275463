import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import { imageFolder } from "../../src/images/imageFolder.ts"
import { imageFolderDataset } from "../../src/images/imageFolderDataset.ts"
import { defaultSplit } from "../../src/transforms/splitRule.ts"
import { readAll, source } from "../golden.ts"
import { platform } from "../platform.ts"

/** A folder with these files, each a copy of a small image or of what `from` names. */
const folderOf = Effect.fnUntraced(function* (files: ReadonlyArray<string>, from = "kinds/rgb.png") {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = path.join(yield* fs.makeTempDirectoryScoped(), "pets")
  for (const file of files) {
    yield* fs.makeDirectory(path.dirname(path.join(folder, file)), { recursive: true })
    yield* fs.copyFile(source(from), path.join(folder, file))
  }
  return folder
})

const ten = (name: string) => Array.from({ length: 10 }, (_, index) => `${name}/${index}.png`)
const read = (folder: string, size?: readonly [number, number]) =>
  imageFolderDataset({ name: "pets", licence: "none", citation: "none", folder, split: defaultSplit, size })

layer(platform)("imageFolder", (it) => {
  it.effect("holds a fifth of each class out, in an order that the seed decides", () =>
    Effect.gen(function* () {
      const folder = yield* folderOf([...ten("cat"), ...ten("dog"), ".hidden/x.png", "cat/notes.txt"])
      const { classes, test, train } = yield* imageFolder(folder, defaultSplit)
      assert.deepStrictEqual(classes, ["cat", "dog"])
      assert.deepStrictEqual(test.map(({ label }) => label).toSorted(), [0, 0, 1, 1])
      assert.strictEqual(train.length, 16)
      const again = yield* imageFolder(folder, defaultSplit)
      assert.deepStrictEqual(again, { classes, test, train })
      const other = yield* imageFolder(folder, { ...defaultSplit, seed: 2 })
      assert.notDeepEqual(other.train, train)
      assert.strictEqual(new Set([...test, ...train].map(({ name }) => name)).size, 20)
    })
  )

  it.effect("takes train and test as they are", () =>
    Effect.gen(function* () {
      const folder = yield* folderOf(["train/a/1.png", "train/b/1.jpg", "test/a/2.webp", "test/b/2.jpeg"])
      const { test, train } = yield* imageFolder(folder, defaultSplit)
      assert.deepStrictEqual(train.map(({ name }) => name).toSorted(), ["a/1.png", "b/1.jpg"])
      assert.deepStrictEqual(test.map(({ name }) => name).toSorted(), ["a/2.webp", "b/2.jpeg"])
    })
  )

  it.effect.each([
    { files: ["x.png"], message: /pets: 0 folders in it; put the images of each class/ },
    { files: [...ten("a"), "b/1.png"], message: /b: one image, of which train and test cannot both/ },
    { files: [...ten("a"), "b/c/1.png"], message: /b\/c: a folder in that of a class;/ },
    { files: [...ten("a"), ...ten("b"), "b/x.tiff"], message: /b\/x\.tiff: not a PNG, JPEG or WebP image;/ },
    { files: [...ten("a"), "b/readme.txt"], message: /b: a class without PNG, JPEG or WebP images;/ },
    { files: ten("train/a"), message: /pets: a folder train and no folder test beside it;/ },
    { files: ["train/a/1.png", "train/b/1.png", "test/a/1.png", "test/c/1.png"], message: /class "b" is not in both/ }
  ])("refuses $files.0 … $files.length files", ({ files, message }) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(imageFolder(yield* folderOf(files), defaultSplit))
      assert.match(error.message, message)
    })
  )

  it.effect("does not follow links out of the folder", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const folder = yield* folderOf([...ten("a"), ...ten("b")])
      yield* fs.symlink(source("kinds/rgb.png"), `${folder}/b/link.png`)
      const error = yield* Effect.flip(imageFolder(folder, defaultSplit))
      assert.strictEqual(error.reason, "LinkOutside")
      assert.match(error.message, /b\/link\.png: a link that leads out of the folder;/)
    })
  )
})

layer(platform)("imageFolderDataset", (it) => {
  it.effect("has one channel if all images are grey, three if any has colours", () =>
    Effect.gen(function* () {
      const folder = yield* folderOf([...ten("a"), ...ten("b")], "kinds/grey.png")
      assert.deepStrictEqual((yield* readAll(read(folder))).train.shape, [16, 10, 12, 1])
      const fs = yield* FileSystem.FileSystem
      yield* fs.copyFile(source("kinds/rgb.jpg"), `${folder}/a/0.png`)
      assert.deepStrictEqual((yield* readAll(read(folder))).train.shape, [16, 10, 12, 3])
      assert.deepStrictEqual((yield* readAll(read(folder, [5, 6]))).test.shape, [4, 5, 6, 3])
    })
  )

  it.effect("names the first image of another size", () =>
    Effect.gen(function* () {
      const folder = yield* folderOf(["train/a/1.png", "train/b/1.png", "test/a/1.png", "test/b/1.png"])
      const fs = yield* FileSystem.FileSystem
      const other = yield* fs.readFile(source("kinds/grey.png"))
      // The same image, cut by a row: the head alone is read.
      new DataView(other.buffer, other.byteOffset).setUint32(20, 9)
      yield* fs.writeFile(`${folder}/test/b/1.png`, other)
      const error = yield* Effect.flip(readAll(read(folder)))
      assert.include(["ImageSizes", "ImageDamaged"], error.reason)
      assert.match(error.message, /test\/b\/1\.png/)
    })
  )

  it.effect("changes its digest with any byte and any name", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const folder = yield* folderOf([...ten("a"), ...ten("b")])
      const digest = Effect.map(read(folder).sources, ([only]) => only!.sha256)
      const before = yield* digest
      assert.strictEqual(yield* digest, before)
      yield* fs.rename(`${folder}/a/3.png`, `${folder}/b/33.png`)
      const moved = yield* digest
      yield* fs.copyFile(source("kinds/rgb.jpg"), `${folder}/b/33.png`)
      assert.strictEqual(new Set([before, moved, yield* digest]).size, 3)
    })
  )
})
