// The entropy of every training image, in nats: `node entropy.mjs FOLDER`, after ingest.mjs
import { shannonEntropies } from "@ebcle/entropy"
import { openSplit } from "@ebcle/ingest"
import { NodeFileSystem } from "@effect/platform-node-shared"
import { Effect } from "effect"

const [folder] = process.argv.slice(2)
const { shards } = await Effect.runPromise(
  openSplit(`${folder}/train.arrow`).pipe(Effect.provide(NodeFileSystem.layer))
)
const entropies = shards.flatMap(({ images }) => [...shannonEntropies(images, 28 * 28)])
const mean = entropies.reduce((sum, entropy) => sum + entropy) / entropies.length
console.log(entropies.length, mean.toFixed(4))
