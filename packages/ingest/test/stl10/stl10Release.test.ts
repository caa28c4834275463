import * as NodePath from "@effect/platform-node-shared/NodePath"
import { assert, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import { stl10Release } from "../../src/stl10/stl10Release.ts"
import { mutate, randomFrom } from "../mutate.ts"
import { filesOf, range } from "../platform.ts"

const side = 96
const imageBytes = 3 * side * side

/** Two images, and their labels. */
const images = Uint8Array.from(range(2 * imageBytes), (at) => (at * at) % 251)
const labels = Uint8Array.of(1, 10)

const names = ["train_X.bin", "train_y.bin", "test_X.bin", "test_y.bin", "unlabeled_X.bin"]

/** What the release makes of a training split of these bytes; the other files are whole. */
const trainOf = (changed: ReadonlyMap<string, Uint8Array>) =>
  stl10Release.open(new Map(names.map((name) => [name, name])), "scratch").pipe(
    Effect.flatMap(({ train }) => Stream.runCollect(train.chunks)),
    Effect.scoped,
    Effect.result,
    Effect.provide(
      Layer.merge(
        NodePath.layer,
        filesOf((name) => changed.get(name) ?? (name.endsWith("_y.bin") ? labels : images))
      )
    )
  )

it.effect("gives images and classes or fails, on 10,000 changed files", () =>
  Effect.gen(function* () {
    const random = randomFrom(1)
    const failed = new Map<string, number>()
    for (let run = 0; run < 10_000; run++) {
      const isImages = random(2) === 0
      const name = isImages ? "train_X.bin" : "train_y.bin"
      const bytes = mutate(isImages ? images : labels, random)
      const result = yield* trainOf(new Map([[name, bytes]]))
      if (result._tag === "Failure") {
        const { message, reason } = result.failure
        assert.include(["FileEmpty", "FileTruncated", "LabelCount", "LabelRange"], reason)
        assert.notInclude(message, "\n")
        failed.set(reason, (failed.get(reason) ?? 0) + 1)
        continue
      }
      const found = result.success.flatMap((chunk) => [...chunk.labels])
      assert.deepStrictEqual(
        found,
        [...(isImages ? labels : bytes)].map((label) => label - 1)
      )
      const [image, channel, x, y] = [random(2), random(3), random(side), random(side)]
      const pixels = result.success[0]!.images
      assert.strictEqual(
        pixels[image * imageBytes + 3 * (y * side + x) + channel],
        (isImages ? bytes : images)[image * imageBytes + (channel * side + x) * side + y]
      )
    }
    for (const reason of ["FileTruncated", "LabelCount", "LabelRange"]) assert.isAbove(failed.get(reason)!, 500)
    assert.isBelow(
      [...failed.values()].reduce((sum, count) => sum + count, 0),
      9500
    )
  })
)
