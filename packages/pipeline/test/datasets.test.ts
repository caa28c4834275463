import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { resolveDataset } from "@ebcle/ingest"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { datasetTarget } from "../src/studyTargets.ts"

/** Nx loads it before anything is compiled, so it has no types. */
const plugin: string = new URL("../../../tools/nx-plugin/datasets.mjs", import.meta.url).href
const { datasetsOf } = await import(plugin)

const images = { format: "images", folder: "../../my-images", licence: "none", citation: "none" }
const derived = {
  format: "derived",
  from: "pets",
  transforms: [{ transform: "grey" }, { transform: "requantise", levels: 9 }, { transform: "requantise", levels: 3 }]
}

const state = "node tools/nx-plugin/filesState.mjs"

layer(Layer.mergeAll(NodeFileSystem.layer, NodePath.layer))("Nx and the command line", (it) => {
  it.effect("agree on what a dataset is called, made from and kept in", () =>
    Effect.gen(function* () {
      const root = mkdtempSync(join(tmpdir(), "ebcle-datasets-"))
      yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(root, { recursive: true })))
      for (const folder of ["configs/datasets", "my-images"]) mkdirSync(join(root, folder), { recursive: true })
      writeFileSync(join(root, "configs/datasets/pets.json"), JSON.stringify(images))
      writeFileSync(join(root, "configs/datasets/levels.json"), JSON.stringify(derived))

      for (const given of ["mnist", "pets", "levels", "../my-images", "datasets/pets.json"]) {
        const found = yield* resolveDataset(given, { root, base: join(root, "configs") })
        const [nearest] = datasetsOf(given, "configs", root)
        assert.strictEqual(nearest.name, found.name)
        const last = nearest.from === undefined ? "ingest" : nearest.from.steps.at(-1)
        assert.strictEqual(datasetTarget(found).folder, `${nearest.name}/${last}`)
      }
      assert.deepStrictEqual(datasetsOf("levels", "configs", root), [
        {
          name: "levels",
          spoken: "levels",
          inputs: ["{workspaceRoot}/configs/datasets/levels.json"],
          from: { name: "pets", steps: ["grey", "requantise", "requantise-2"] }
        },
        {
          name: "pets",
          spoken: "pets",
          inputs: ["{workspaceRoot}/configs/datasets/pets.json", "{workspaceRoot}/my-images/**/*"]
        }
      ])
      const inputs = (given: string) => datasetsOf(given, "configs", root)[0].inputs
      assert.deepStrictEqual(inputs("mnist"), [], "its package's version is one")
      assert.deepStrictEqual(inputs("cifar10"), [{ runtime: state }], "the data folder")
      assert.deepStrictEqual(inputs("../../it's"), [{ runtime: `${state} '../it'\\''s'` }], "outside the workspace")
      execFileSync("git", ["init", "--quiet"], { cwd: root })
      writeFileSync(join(root, ".gitignore"), "my-images/")
      assert.deepStrictEqual(inputs("../my-images"), [{ runtime: `${state} 'my-images'` }], "ignored by Git")
    })
  )
})
