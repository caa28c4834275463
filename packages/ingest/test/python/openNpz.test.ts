import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import { openNpy, unpackNpz } from "../../src/python/openNpz.ts"
import type { FileRange } from "../../src/python/pickleValue.ts"
import { zipOf } from "../archive/archives.ts"
import { mutate, randomFrom } from "../mutate.ts"
import { fileOf, platform } from "../platform.ts"

const npz = fileURLToPath(new URL("../../../../test-data/imagenet32-made-npz/val_data.npz", import.meta.url))

/** The arrays of five images, unpacked. */
const arrays = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  return yield* unpackNpz(npz, yield* fs.makeTempDirectoryScoped())
})

layer(platform)("openNpz", (it) => {
  it.effect("reads what numpy wrote", () =>
    Effect.gen(function* () {
      const [data, labels] = yield* arrays
      const { array } = yield* openNpy(data)
      assert.deepStrictEqual([array.shape, array.dtype.code, array.fortran], [[5, 3072], "u1", false])
      assert.strictEqual((array.data as FileRange).length, 5 * 3072)
      assert.strictEqual((yield* openNpy(labels)).array.dtype.code, "i8")
    })
  )

  it.effect("needs both arrays", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const folder = yield* fs.makeTempDirectoryScoped()
      const file = path.join(folder, "half.npz")
      yield* fs.writeFile(file, zipOf([{ name: "data.npy", bytes: new Uint8Array(10) }]))
      const error = yield* Effect.flip(unpackNpz(file, folder))
      assert.strictEqual(error.reason, "ContentUnexpected")
      assert.match(error.message, /half\.npz: lacks one of the arrays data and labels/)
    })
  )

  it.effect("reads or refuses 10,000 changed arrays", () =>
    Effect.gen(function* () {
      const [, labels] = yield* arrays
      const whole = Uint8Array.from(readFileSync(labels))
      const random = randomFrom(1)
      let refused = 0
      for (let run = 0; run < 10_000; run++) {
        const bytes = mutate(whole, random)
        const result = yield* Effect.result(openNpy("f").pipe(Effect.scoped, Effect.provide(fileOf(bytes))))
        if (result._tag === "Success") {
          const { data, dtype, shape } = result.success.array
          assert.strictEqual(
            data.length,
            shape.reduce((product, size) => product * size, dtype.size)
          )
          continue
        }
        refused++
        assert.strictEqual(result.failure.reason, "NpyDamaged")
        assert.notInclude(result.failure.message, "\n")
      }
      assert.isAbove(refused, 1000)
    })
  )
})
