import { readdirSync, readFileSync } from "node:fs"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { decodeImage, inspectImage } from "../../src/images/decodeImage.ts"
import { golden, source } from "../golden.ts"
import { mutated } from "../mutated.ts"

const decode = Effect.fnUntraced(function* (bytes: Uint8Array, file: string) {
  const { grey } = yield* inspectImage(bytes, file)
  return yield* decodeImage(bytes, file, grey ? 1 : 3)
})

const kinds = readdirSync(source("kinds"))

it.effect.each(kinds.map((name) => ({ name })))("decodes $name as Pillow or numpy does", ({ name }) =>
  Effect.gen(function* () {
    const image = yield* decode(readFileSync(source(`kinds/${name}`)), name)
    assert.deepStrictEqual([image.height, image.width, image.channels], golden[name].shape)
    assert.deepStrictEqual([...image.pixels], golden[name].pixels)
  })
)

it.effect("repeats grey where three channels are asked for", () =>
  Effect.gen(function* () {
    const image = yield* decodeImage(readFileSync(source("kinds/grey.png")), "grey.png", 3)
    assert.deepStrictEqual(
      [...image.pixels],
      golden["grey.png"].pixels.flatMap((value: number) => [value, value, value])
    )
  })
)

it.effect.each([
  { name: "refused/two-frames.webp", message: /^f: 2 frames; save one of them as an image\.$/ },
  { name: "refused/cmyk.jpg", message: /^f: in CMYK; save it as RGB\.$/ },
  { name: "refused/tiff.tiff", message: /^f, byte 0: not a PNG, JPEG or WebP image; / }
])("refuses $name", ({ message, name }) =>
  Effect.gen(function* () {
    const error = yield* Effect.flip(decode(readFileSync(source(name)), "f"))
    assert.strictEqual(error.reason, "ImageUnsupported")
    assert.match(error.message, message)
  })
)

it.effect("refuses a PNG of 65,535 x 65,535 pixels before it unpacks one", () =>
  Effect.gen(function* () {
    const bytes = Uint8Array.from(readFileSync(source("kinds/rgb.png")))
    new DataView(bytes.buffer).setUint32(16, 65_535)
    new DataView(bytes.buffer).setUint32(20, 65_535)
    const error = yield* Effect.flip(decode(bytes, "f"))
    assert.include(["FileTooLarge", "ImageDamaged"], error.reason)
  })
)

it.effect.each(["rgba.png", "palette.png", "rgb.jpg", "lossless.webp", "lossy.webp"].map((name) => ({ name })))(
  "fails with a typed error or decodes: $name, damaged",
  ({ name }) =>
    Effect.gen(function* () {
      for (const bytes of mutated(readFileSync(source(`kinds/${name}`)), 2000)) {
        const result = yield* Effect.result(decode(bytes, "f"))
        if (result._tag === "Failure") {
          assert.include(["ImageDamaged", "ImageUnsupported", "FileTooLarge"], result.failure.reason)
          assert.notInclude(result.failure.message, "\n")
        } else {
          const { channels, height, pixels, width } = result.success
          assert.strictEqual(pixels.length, height * width * channels)
        }
      }
    })
)
