import { ArtifactStore, type Study } from "@ebcle/core"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import { explain } from "../src/explain.ts"
import { obtain } from "../src/obtain.ts"
import { estimateTarget, type NamedStudy, reportTarget } from "../src/studyTargets.ts"
import { firstOfMnist, namedStudy } from "./fixtures.ts"
import { inTemporaryStore } from "./untrained.ts"

/** A study of two cells. */
const small = (change: Partial<Study> = {}): NamedStudy => {
  const named = namedStudy("mnist-resnet")
  const { baseline, restricted } = named.study.variants
  return {
    ...named,
    name: "small",
    dataset: firstOfMnist,
    study: { ...named.study, variants: { baseline: baseline!, restricted: restricted! }, seeds: [1], ...change }
  }
}

/** What would be said of each folder that would run. */
const running = (named: NamedStudy) =>
  Effect.map(explain(reportTarget(named)), (explanations) =>
    Object.fromEntries(explanations.filter(({ runs }) => runs).map(({ folder, why }) => [folder, why]))
  )

const cells = ["small/resnet20.baseline.seed-1/train", "small/resnet20.restricted.seed-1/train"] as const

const needsBoth = {
  "small/compare": `needs ${cells[0]} and 1 more first`,
  "small/report": "needs small/compare and 2 more first"
}

describe("explain", () => {
  it.effect("says of an empty store what comes first, in the order of running", () =>
    inTemporaryStore(
      Effect.gen(function* () {
        const explanations = yield* explain(reportTarget(small()))
        assert.deepStrictEqual(
          explanations.map(({ folder, runs, stage, why }) => [folder, stage, runs, why]),
          [
            ["mnist/ingest", "ingest", true, "not there yet"],
            ["mnist/profile", "profile", true, "needs mnist/ingest first"],
            ["small/estimate", "estimate", true, "needs mnist/profile first"],
            [cells[0], "train", true, "needs mnist/ingest and 1 more first"],
            [cells[1], "train", true, "needs mnist/ingest and 1 more first"],
            ["small/compare", "compare", true, `needs ${cells[0]} and 1 more first`],
            ["small/report", "report", true, "needs mnist/profile and 4 more first"]
          ]
        )
        const store = yield* ArtifactStore
        assert.deepStrictEqual(yield* (yield* FileSystem.FileSystem).readDirectory(store.root), [])
      })
    )
  )

  it.effect("follows a study through its changes", () =>
    inTemporaryStore(
      Effect.gen(function* () {
        const store = yield* ArtifactStore
        const fs = yield* FileSystem.FileSystem
        const path = yield* Path.Path
        yield* obtain(reportTarget(small()))
        assert.deepStrictEqual(yield* running(small()), {}, "all is up to date")

        const { recipe } = small().study
        assert.deepStrictEqual(
          yield* running(small({ recipe: { ...recipe, epochs: 4 } })),
          {
            [cells[0]]: "changed: params.recipe.epochs",
            [cells[1]]: "changed: params.recipe.epochs",
            ...needsBoth,
            "small/report": "needs small/compare and 2 more first"
          },
          "a key of the recipe"
        )
        assert.deepStrictEqual(
          yield* running(small({ seeds: [1, 2] })).pipe(Effect.map((said) => Object.keys(said))),
          [
            "small/resnet20.baseline.seed-2/train",
            "small/resnet20.restricted.seed-2/train",
            "small/compare",
            "small/report"
          ],
          "one more seed"
        )
        assert.deepStrictEqual(
          yield* running(small({ title: "Another" })),
          { "small/compare": "changed: params.study", "small/report": "needs small/compare first" },
          "the title"
        )

        const weights = path.join(store.root, cells[1], "weights.safetensors")
        const text = yield* fs.readFileString(weights)
        yield* fs.writeFileString(weights, text.replace("R", "r"))
        yield* fs.utimes(weights, 1, 1)
        assert.deepStrictEqual(
          yield* running(small()),
          {
            [cells[1]]: `damaged: ${weights} does not have the SHA-256 that its manifest states`,
            "small/compare": `needs ${cells[1]} first`,
            "small/report": "needs small/compare and 1 more first"
          },
          "a damaged file"
        )
        yield* obtain(reportTarget(small()))
        assert.deepStrictEqual(yield* running(small()), {}, "mended")

        // A lower entropy, and two blocks as before.
        const lower = small({ depth: { rule: "additive", delta: 1, quantile: 0.9 } })
        assert.strictEqual((yield* running(lower))["small/estimate"], "changed: params.rule.quantile")
        const { value } = yield* obtain(estimateTarget(lower))
        assert.strictEqual(value.bound, 2)
        assert.deepStrictEqual(
          Object.keys(yield* running(lower)),
          ["small/report"],
          "a rule that gives the same bound trains nothing again"
        )

        // Four blocks: the restricted network is another, the baseline is not.
        const finer = small({ depth: { rule: "additive", delta: 0.4, quantile: 0.9 } })
        assert.strictEqual((yield* obtain(estimateTarget(finer))).value.bound, 4)
        const said = yield* running(finer)
        assert.notProperty(said, cells[0])
        assert.match(said[cells[1]]!, /^changed: params\.architecture\./)
      })
    )
  )
})
