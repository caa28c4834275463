/** A study of four trainings, each of eight steps; `peak` makes another one of it. */
export const tinyStudy = (peak = 0.05) => ({
  title: "Tiny",
  about: { shows: "that all stages fit together", takes: "seconds", expect: "no verdict: two seeds are too few" },
  dataset: { name: "mnist", trainImages: 512, testImages: 500 },
  measure: "shannon",
  depth: { rule: "additive", delta: 1, quantile: 0.95 },
  models: { resnet14: "resnet14" },
  variants: { baseline: { transform: "baseline" }, restricted: { transform: "restricted", budget: "none" } },
  recipe: {
    epochs: 1,
    batchSize: 64,
    optimizer: { algorithm: "sgd", momentum: 0.9, nesterov: false },
    learningRate: { schedule: "cosine", peak, warmupEpochs: 0 },
    weightDecay: 0,
    labelSmoothing: 0,
    precision: "float32"
  },
  seeds: [1, 2],
  comparison: { control: "baseline", margin: 0.005, alpha: 0.05 }
})
