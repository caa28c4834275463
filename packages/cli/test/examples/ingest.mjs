// A dataset as Arrow: `node ingest.mjs FOLDER`
import { ingestParams, ingestStage } from "@ebcle/ingest"
import { NodeFileSystem, NodePath } from "@effect/platform-node-shared"
import { Effect, Layer } from "effect"

const [folder] = process.argv.slice(2)
const ingest = Effect.gen(function* () {
  return yield* ingestStage.run({ params: yield* ingestParams("mnist"), inputs: {}, folder })
})
const header = await Effect.runPromise(Effect.provide(ingest, Layer.merge(NodeFileSystem.layer, NodePath.layer)))
console.log(header.name, header.shape, header.splits)
