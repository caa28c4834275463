// A bound on depth from the entropies of a dataset, here made up
import { estimateDepth } from "@ebcle/depth"

const entropies = Float64Array.from({ length: 1000 }, (_, image) => 1 + image / 2000)
const rule = { rule: "additive", delta: 1, quantile: 0.95 }
const task = { values: 784, classes: 10 }
const { bound, derivation, interval } = estimateDepth({ rule, task, entropies, seed: 1, replicates: 2000, level: 0.95 })
console.log(bound, derivation, interval.lower, interval.upper)
