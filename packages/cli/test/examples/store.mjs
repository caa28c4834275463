// Keeps what a function gives, and computes it only where its parameters are new: `node store.mjs FOLDER`
import { ArtifactStore, stage } from "@ebcle/core"
import { NodeFileSystem, NodePath } from "@effect/platform-node-shared"
import { Console, Effect, Layer, Schema } from "effect"

const schemas = { params: Schema.Struct({ of: Schema.Finite }), output: Schema.Finite }
const run = ({ params }) => Effect.as(Console.log("computing"), params.of ** 2)
const request = { stage: stage({ name: "square", version: 1, file: "square.json", run, ...schemas }), inputs: {} }
const square = (of) =>
  ArtifactStore.use((store) => store.obtain({ ...request, params: { of }, folder: `square/${of}` }))
const layer = ArtifactStore.layer({ root: process.argv[2] })
const twice = Effect.andThen(square(3), square(3)).pipe(Effect.provide(layer))
console.log((await Effect.runPromise(Effect.provide(twice, Layer.merge(NodeFileSystem.layer, NodePath.layer)))).value)
