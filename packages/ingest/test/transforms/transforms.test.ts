import { assert, describe, it, layer } from "@effect/vitest"
import { Effect, FileSystem, Path, Stream } from "effect"
import { ingestDataset } from "../../src/ingestDataset.ts"
import { addSums, meansAndDeviations, noSums } from "../../src/transforms/channelStatistics.ts"
import { differenceHashes } from "../../src/transforms/differenceHash.ts"
import { duplicatesStage } from "../../src/transforms/duplicatesStage.ts"
import { fitter } from "../../src/transforms/fit.ts"
import { grey } from "../../src/transforms/grey.ts"
import { nearestHashes } from "../../src/transforms/nearestHashes.ts"
import { requantised } from "../../src/transforms/requantise.ts"
import { resizer } from "../../src/transforms/resize.ts"
import { seededOrder } from "../../src/transforms/seededOrder.ts"
import { balancedSample, stratifiedSample } from "../../src/transforms/stratify.ts"
import type { Transform } from "../../src/transforms/transform.ts"
import { transformStage } from "../../src/transforms/transformStage.ts"
import { golden } from "../golden.ts"
import { platform, range } from "../platform.ts"

const { transforms } = golden
const image = Uint8Array.from(transforms.image)

describe("transforms of an image", () => {
  it.each(transforms.resized as ReadonlyArray<{ size: [number, number]; pixels: Array<number> }>)(
    "resizes to $size as Pillow does",
    ({ pixels, size }) => {
      assert.deepStrictEqual([...resizer(transforms.shape, size)(image)], pixels)
    }
  )

  it("is grey as in Pillow", () => {
    assert.deepStrictEqual([...grey(image)], transforms.grey)
  })

  it.each(Object.entries(transforms.requantised))("has %s levels as in numpy", (levels, values) => {
    assert.deepStrictEqual([...requantised(Number(levels))], values)
    assert.strictEqual(new Set(requantised(Number(levels))).size, Number(levels))
  })

  it("has the difference hash that numpy finds", () => {
    assert.deepStrictEqual([...differenceHashes(image, transforms.shape)], transforms.differenceHash)
  })

  it("is cut around the centre before it is resized", () => {
    const wide = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)
    assert.deepStrictEqual([...fitter([2, 4, 1], [2, 2])(wide)], [2, 3, 6, 7])
    assert.deepStrictEqual([...fitter([4, 2, 1], [2, 2])(wide)], [3, 4, 5, 6])
  })
})

describe("samples", () => {
  const labels = range(100).map((index) => (index < 70 ? 0 : index < 90 ? 1 : 2))
  const counts = (rows: ReadonlyArray<number>) =>
    [0, 1, 2].map((label) => rows.filter((row) => labels[row] === label).length)

  it("give every class its share, in the old order, the same for the same seed", () => {
    const rows = stratifiedSample(labels, 3, 33, 7)
    assert.deepStrictEqual(counts(rows), [23, 7, 3])
    assert.deepStrictEqual(
      rows,
      rows.toSorted((a, b) => a - b)
    )
    assert.deepStrictEqual(rows, stratifiedSample(labels, 3, 33, 7))
    assert.notDeepEqual(rows, stratifiedSample(labels, 3, 33, 8))
    assert.deepStrictEqual(stratifiedSample(labels, 3, 100, 7), range(100))
  })

  it("give every class as many as the smallest has", () => {
    assert.deepStrictEqual(counts(balancedSample(labels, 4, 1)), [10, 10, 10])
  })

  it("keep the order of names whatever else is there", () => {
    const names = range(50).map((index) => `image-${index}`)
    const all = seededOrder(3, names).map((index) => names[index])
    const some = names.filter((_, index) => index % 3 === 0)
    assert.deepStrictEqual(
      seededOrder(3, some).map((index) => some[index]),
      all.filter((name) => some.includes(name!))
    )
  })
})

describe("statistics", () => {
  it("are exact: 0 and 255 by turns, and a constant channel", () => {
    const images = Uint8Array.from(range(64), (index) => (index % 2 === 1 ? 9 : index % 4 === 0 ? 0 : 255))
    const halves = addSums(addSums(noSums(2), images.subarray(0, 20)), images.subarray(20))
    assert.deepStrictEqual(meansAndDeviations(halves), { mean: [127.5, 9], sd: [127.5, 0] })
  })
})

describe("nearestHashes", () => {
  it("finds what comparing all with all finds", () => {
    let state = 9
    const word = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state
    }
    const hashes = Uint32Array.from(range(2000), word)
    // A third of the queries are hashes with up to five bits changed.
    const queries = Uint32Array.from(range(600), word)
    for (let query = 0; query < 100; query++) {
      const from = word() % 1000
      queries.set(hashes.subarray(2 * from, 2 * from + 2), 2 * query)
      for (let bit = 0; bit < query % 6; bit++) queries[2 * query + (word() & 1)]! ^= 1 << (word() >>> 27)
    }
    const bits = (value: number) => value.toString(2).replaceAll("0", "").length
    const found = nearestHashes(hashes, queries)
    for (const query of range(300)) {
      const distances = range(1000).map(
        (index) =>
          bits((hashes[2 * index]! ^ queries[2 * query]!) >>> 0) +
          bits((hashes[2 * index + 1]! ^ queries[2 * query + 1]!) >>> 0)
      )
      const distance = Math.min(...distances)
      const expected = distance > 3 ? undefined : { index: distances.indexOf(distance), distance }
      assert.deepStrictEqual(found[query], expected)
    }
    assert.isAbove(found.filter((nearest) => nearest !== undefined).length, 50)
  })
})

layer(platform)("stages", (it) => {
  /** A dataset of 3x4x3 images in which pixel values tell images apart; test image 2 is training image 5. */
  const ingested = Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const folder = yield* fs.makeTempDirectoryScoped()
    const split = (count: number, first: number) => ({
      count,
      chunks: Stream.succeed({
        images: Uint8Array.from(
          range(count * 36),
          (at) => (Math.imul(first + Math.floor(at / 36), 97) + (at % 36) * 31) & 0xff
        ),
        labels: Int32Array.from(range(count), (index) => index % 2)
      })
    })
    const value = yield* ingestDataset(
      {
        name: "before",
        licence: "none",
        citation: "none",
        sources: Effect.succeed([]),
        open: () =>
          Effect.succeed({ shape: [3, 4, 3], classes: ["a", "b"], train: split(20, 0), test: split(6, 3) } as const)
      },
      folder
    )
    const transform = Effect.fnUntraced(function* (transform: Transform) {
      const into = yield* fs.makeTempDirectoryScoped()
      const dataset = { folder, digest: "", value }
      return yield* transformStage.run({
        params: { name: "after", transform },
        inputs: { dataset },
        folder: path.join(into)
      })
    })
    return { artifact: { folder, digest: "", value }, transform }
  })

  it.effect.each([
    { transform: { transform: "grey" }, shape: [3, 4, 1], counts: [20, 6] },
    { transform: { transform: "requantise", levels: 4 }, shape: [3, 4, 3], counts: [20, 6] },
    { transform: { transform: "resize", height: 2, width: 2 }, shape: [2, 2, 3], counts: [20, 6] },
    { transform: { transform: "subset", train: 10, seed: 1 }, shape: [3, 4, 3], counts: [10, 6] },
    { transform: { transform: "balance", seed: 1 }, shape: [3, 4, 3], counts: [20, 6] }
  ] satisfies ReadonlyArray<{ transform: Transform; shape: Array<number>; counts: Array<number> }>)(
    "$transform.transform gives another dataset",
    ({ counts, shape, transform }) =>
      Effect.gen(function* () {
        const header = yield* (yield* ingested).transform(transform)
        assert.strictEqual(header.name, "after")
        assert.deepStrictEqual([...header.shape], shape)
        assert.deepStrictEqual([header.splits.train.count, header.splits.test.count], counts)
      })
  )

  it.effect("say what cannot be done", () =>
    Effect.gen(function* () {
      const { transform } = yield* ingested
      const more = yield* Effect.flip(transform({ transform: "subset", test: 7, seed: 1 }))
      assert.strictEqual(more.message, 'after: "subset" asks for 7 test images of 6; ask for fewer.')
    })
  )

  it.effect("find the test images that are in the training split", () =>
    Effect.gen(function* () {
      const { artifact } = yield* ingested
      const report = yield* duplicatesStage.run({ inputs: { dataset: artifact }, params: {}, folder: "unused" })
      // Test image i has the pixels of training image i + 3.
      assert.strictEqual(report.identical, 6)
      assert.deepStrictEqual(
        report.pairs.map(({ distance, identical, test, train }) => [test, train, distance, identical]),
        range(6).map((index) => [index, index + 3, 0, true])
      )
    })
  )
})
