import type { ArchitectureSummary, EpochRecord, RunRecord, Study } from "@ebcle/core"
import type { ReportInput } from "@ebcle/report"

/** How many cells a study is made up of. */
export interface StudySize {
  readonly models: number
  readonly variants: number
  readonly seeds: number
}

const epochs = 20
const golden = (Math.sqrt(5) - 1) / 2

/** Noise of mean 0 and range 1 that looks random and is the same every time: multiples of the golden ratio. */
const noise = (index: number): number => ((index * golden) % 1) - 0.5

const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}-${i + 1}`)

const studyOf = ({ models, seeds, variants }: StudySize): Study => ({
  title: `A study of ${models} models in ${variants} variants with ${seeds} seeds`,
  about: {
    shows: "How long a large study takes to be summarised.",
    takes: "seconds.",
    expect: "Nothing: it is made up."
  },
  dataset: { name: "mnist" },
  measure: "shannon",
  depth: { rule: "additive", delta: 1, quantile: 0.95 },
  models: Object.fromEntries(numbered("model", models).map((name) => [name, "resnet20"])),
  variants: Object.fromEntries(numbered("variant", variants).map((name) => [name, { transform: "baseline" }])),
  recipe: {
    epochs,
    batchSize: 128,
    optimizer: { algorithm: "sgd", momentum: 0.9, nesterov: true },
    learningRate: { schedule: "cosine", peak: 0.1, warmupEpochs: 1 },
    weightDecay: 0.0001,
    labelSmoothing: 0,
    precision: "float32"
  },
  seeds: Array.from({ length: seeds }, (_, i) => i + 1),
  comparison: { control: "variant-1", margin: 0.005, alpha: 0.05 }
})

const architectureOf = (model: number, variant: number): ArchitectureSummary => ({
  name: `ResNet-${8 + 6 * (model % 18)} width ${16 + variant}`,
  family: "resnet",
  depth: 8 + 6 * (model % 18),
  blocks: 3 + 3 * (model % 18),
  width: 16 + variant,
  parameters: 80_000 * (1 + model) * (1 + variant),
  macs: 9_000_000 * (1 + model),
  trace: []
})

const epochsOf = (accuracy: number, seconds: number): ReadonlyArray<EpochRecord> =>
  Array.from({ length: epochs }, (_, i) => ({
    epoch: i + 1,
    loss: 1 / (i + 1),
    accuracy: accuracy - 0.1 / (i + 1),
    testLoss: 1.2 / (i + 1),
    testAccuracy: i === epochs - 1 ? accuracy : accuracy - 0.12 / (i + 1),
    trainSeconds: seconds / epochs,
    evaluateSeconds: 0.2,
    imagesPerSecond: 1000
  }))

/** Records of every cell of a large study, made up and the same every time. */
export const largeStudy = (size: StudySize): { readonly study: Study; readonly runs: ReadonlyArray<RunRecord> } => {
  const study = studyOf(size)
  let index = 0
  const runs = Object.keys(study.models).flatMap((model, m) =>
    study.seeds.flatMap((seed) =>
      Object.keys(study.variants).map((variant, v): RunRecord => {
        index += 1
        const testAccuracy = 0.95 + 0.0005 * m * golden ** v + 0.004 * noise(index)
        const train = 100 * (1 + 0.1 * m) * 0.95 ** v * (1 + 0.05 * noise(7 * index))
        return {
          cell: { study: "large", model, variant, seed },
          architecture: architectureOf(m, v),
          recipe: study.recipe,
          trainImages: 60_000,
          testImages: 10_000,
          stepsPerEpoch: 468,
          epochs: epochsOf(testAccuracy, train),
          testAccuracy,
          testLoss: 0.06,
          timing: { build: 1, firstCall: 2, train, evaluate: 4, total: train + 7 },
          engine: {
            engine: "tensorflow",
            tensorflow: "2.21.0",
            device: "made up",
            intraOpThreads: 2,
            interOpThreads: 1,
            oneDnn: true,
            node: "v20.19.0",
            platform: "linux-x64"
          },
          weights: "weights.safetensors"
        }
      })
    )
  )
  return { study, runs }
}

/** What else a report is made from. */
export const surroundings = (
  runs: ReadonlyArray<RunRecord>
): Pick<ReportInput, "profile" | "estimate" | "provenance"> => ({
  profile: {
    dataset: "mnist",
    split: "train",
    shape: [28, 28, 1],
    measure: "shannon",
    unit: "nats",
    count: 60_000,
    mean: 1.11,
    sd: 0.27,
    meanInterval: { level: 0.95, lower: 1.108, upper: 1.112, replicates: 1000, seed: 1 },
    minimum: 0.12,
    maximum: 1.97,
    quantiles: { q05: 0.607, q25: 0.94, q50: 1.147, q75: 1.3, q95: 1.487 },
    histogram: { edges: [0, 0.5, 1, 1.5, 2], counts: [2_000, 18_000, 37_500, 2_500] },
    perClass: [],
    perChannel: [],
    file: "entropy.arrow"
  },
  estimate: {
    dataset: "mnist",
    rule: { rule: "additive", delta: 1, quantile: 0.95 },
    bound: 2,
    unit: "blocks",
    derivation: "bound = ⌈1.487 / 1⌉ = 2",
    interval: { level: 0.95, lower: 2, upper: 2, replicates: 2_000, seed: 1 },
    shareBelow: 0.31,
    others: []
  },
  provenance: {
    digests: Object.fromEntries(
      runs.map(({ cell }) => [`run:${cell.model}.${cell.variant}.seed-${cell.seed}`, "0".repeat(64)])
    )
  }
})
