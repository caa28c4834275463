import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { openCifarBinary } from "../../src/cifar/cifarBinary.ts"
import { mutate, randomFrom } from "../mutate.ts"
import { fileOf, range } from "../platform.ts"

const area = 1024
const kinds = [
  { kind: "CIFAR-10", record: { labelBytes: 1, label: 0, classes: 10 } },
  { kind: "CIFAR-100", record: { labelBytes: 2, label: 1, classes: 100 } }
] as const

/** Red, green and blue of the pixel at an index of an image. */
const pixelAt = (images: Uint8Array, image: number, pixel: number) => {
  const at = 3 * (image * area + pixel)
  return [...images.subarray(at, at + 3)]
}

describe("openCifarBinary", () => {
  it.effect.each(kinds)("gives images and classes or fails, on 10,000 changed files of $kind", ({ record }) =>
    Effect.gen(function* () {
      const { classes, label, labelBytes } = record
      const stride = labelBytes + 3 * area
      const whole = Uint8Array.from(range(2 * stride), (at) => (at % stride < labelBytes ? 7 : (at * at) % 251))
      const random = randomFrom(1)
      const failed = new Map<string, number>()
      for (let run = 0; run < 10_000; run++) {
        const bytes = mutate(whole, random)
        const result = yield* openCifarBinary("f", record).pipe(
          Effect.flatMap(({ count, read }) => Effect.map(read(0, count), (chunk) => ({ count, ...chunk }))),
          Effect.scoped,
          Effect.result,
          Effect.provide(fileOf(bytes))
        )
        if (result._tag === "Failure") {
          const { message, reason } = result.failure
          assert.include(["FileEmpty", "FileTruncated", "LabelRange"], reason)
          assert.notInclude(message, "\n")
          failed.set(reason, (failed.get(reason) ?? 0) + 1)
          continue
        }
        const { count, images, labels } = result.success
        assert.deepStrictEqual([count * stride, images.length], [bytes.length, count * 3 * area])
        for (let image = 0; image < count; image++) {
          const start = image * stride
          const pixel = random(area)
          const planes = start + labelBytes + pixel
          assert.strictEqual(labels[image], bytes[start + label])
          assert.isBelow(labels[image]!, classes)
          assert.deepStrictEqual(pixelAt(images, image, pixel), [
            bytes[planes],
            bytes[planes + area],
            bytes[planes + 2 * area]
          ])
        }
      }
      assert.isAbove(failed.get("FileTruncated")!, 1000)
      assert.isAbove(failed.get("LabelRange")!, 0)
      assert.isBelow(
        [...failed.values()].reduce((sum, count) => sum + count, 0),
        9000
      )
    })
  )
})
