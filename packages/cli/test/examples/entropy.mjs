// The entropy of every training image, in nats: `node entropy.mjs FOLDER`, after ingest.mjs
import { measureImages } from "@ebcle/entropy"
import { openSplit } from "@ebcle/ingest"
import { NodeFileSystem } from "@effect/platform-node-shared"
import { Effect, Stream } from "effect"

const program = Effect.gen(function* () {
  const { shards } = yield* openSplit(`${process.argv[2]}/train.arrow`)
  const entropies = Stream.map(shards, ({ images }) => measureImages("shannon", [28, 28, 1], images))
  return (yield* Stream.runCollect(entropies)).flatMap((values) => [...values])
})
const entropies = await Effect.runPromise(Effect.provide(program, NodeFileSystem.layer))
const mean = entropies.reduce((sum, entropy) => sum + entropy) / entropies.length
console.log(entropies.length, mean.toFixed(4))
