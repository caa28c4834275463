import type { ArchitectureSummary, Arm, Comparison, EpochRecord, PairedComparison, RunRecord, Study } from "@ebcle/core"
import type { ReportInput } from "../src/reportInput.ts"

/** Uniform numbers from 0 to 1 that a seed fixes (mulberry32). */
const uniform = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Standard normal by Box and Muller. */
const normal = (next: () => number) => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())

const studyOf = (seeds: ReadonlyArray<number>): Study => ({
  title: "MNIST: ResNet-20 cut to its entropy bound",
  about: {
    shows: "Whether a ResNet cut to the depth that MNIST's entropy allows keeps its accuracy in less time.",
    takes: "about 25 minutes on two cores.",
    expect: "Accuracy within half a point, training time well below the baseline's."
  },
  dataset: { name: "mnist", trainImages: 12000 },
  measure: "shannon",
  depth: { rule: "additive", delta: 1, quantile: 0.95 },
  models: { "resnet-20": "resnet20" },
  variants: {
    baseline: { transform: "baseline" },
    restricted: { transform: "restricted", budget: "none" },
    "restricted-wide": { transform: "restricted", budget: { macs: 1 } }
  },
  recipe: {
    epochs: 3,
    batchSize: 128,
    optimizer: { algorithm: "sgd", momentum: 0.9, nesterov: true },
    learningRate: { schedule: "cosine", peak: 0.1, warmupEpochs: 1 },
    weightDecay: 0.0005,
    labelSmoothing: 0,
    precision: "float32"
  },
  seeds,
  comparison: { control: "baseline", margin: 0.005, alpha: 0.05 }
})

const architecture = (
  name: string,
  numbers: Omit<ArchitectureSummary, "name" | "family" | "trace">,
  trace: ReadonlyArray<string> = []
): ArchitectureSummary => ({ name, family: "resnet", ...numbers, trace })

const kinds = [
  {
    variant: "baseline",
    accuracy: 0.9882,
    seconds: 214,
    architecture: architecture("resnet-20", { depth: 20, blocks: 9, width: 16, parameters: 272186, macs: 31006848 })
  },
  {
    variant: "restricted",
    accuracy: 0.9836,
    seconds: 71,
    architecture: architecture("resnet-8", { depth: 8, blocks: 3, width: 16, parameters: 77754, macs: 9437184 }, [
      "9 blocks cut to 3: one in each of the 3 stages, the fewest that the family allows."
    ])
  },
  {
    variant: "restricted-wide",
    accuracy: 0.9891,
    seconds: 148,
    architecture: architecture(
      "resnet-8 wide",
      { depth: 8, blocks: 3, width: 29, parameters: 253682, macs: 30511104 },
      [
        "9 blocks cut to 3: one in each of the 3 stages, the fewest that the family allows.",
        "Width 16 grown to 29: 0.98 of the baseline's multiply-adds."
      ]
    )
  }
]

const epochsOf = (accuracy: number, seconds: number, next: () => number): ReadonlyArray<EpochRecord> =>
  [0.032, 0.009, 0].map((gap, index) => {
    const reached = accuracy - gap * (1 + 0.25 * normal(next))
    return {
      epoch: index + 1,
      loss: 0.42 / (index + 1) ** 1.6 + 0.004 * normal(next),
      accuracy: Math.min(1, reached - 0.002 + 0.001 * normal(next)),
      testLoss: 3.1 * (1 - reached) + 0.002 * normal(next),
      testAccuracy: reached,
      trainSeconds: seconds / 3,
      evaluateSeconds: 4.1,
      imagesPerSecond: 36000 / seconds
    }
  })

const runOf = (study: Study, kind: (typeof kinds)[number], seed: number, next: () => number): RunRecord => {
  const train = kind.seconds * (1 + 0.018 * normal(next))
  const epochs = epochsOf(kind.accuracy + 0.0011 * normal(next), train, next)
  const last = epochs.at(-1)!
  return {
    cell: { study: "mnist-resnet", model: "resnet-20", variant: kind.variant, seed },
    architecture: kind.architecture,
    recipe: study.recipe,
    trainImages: 12000,
    testImages: 10000,
    stepsPerEpoch: 94,
    epochs,
    testAccuracy: last.testAccuracy,
    testLoss: last.testLoss,
    timing: { build: 0.8, firstCall: 1.9, train, evaluate: 12.3, total: train + 15 },
    engine: {
      engine: "tensorflow",
      tensorflow: "2.9.1",
      device: "2 × x86-64 core",
      intraOpThreads: 2,
      interOpThreads: 1,
      oneDnn: true,
      node: "v20.19.0",
      platform: "linux-x64"
    },
    weights: "weights.safetensors"
  }
}

const summary = (values: ReadonlyArray<number>) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const sd = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null
  return { mean, sd, minimum: Math.min(...values), maximum: Math.max(...values) }
}

/** Two-sided 95 % and one-sided 95 % points of Student's t with 5 degrees of freedom. */
const t = { two: 2.5706, one: 2.015 }

const intervalOf = (values: ReadonlyArray<number>) => {
  const { mean, sd } = summary(values)
  if (sd === null) return { estimate: mean, lower: null, upper: null }
  const half = (t.two * sd) / Math.sqrt(values.length)
  return { estimate: mean, lower: mean - half, upper: mean + half }
}

const pairOf = (
  study: Study,
  variant: string,
  ours: ReadonlyArray<RunRecord>,
  theirs: ReadonlyArray<RunRecord>
): PairedComparison => {
  const differences = ours.map((run, index) => run.testAccuracy - theirs[index]!.testAccuracy)
  const { mean, sd } = summary(differences)
  const lowerBound = sd === null ? null : mean - (t.one * sd) / Math.sqrt(differences.length)
  const shown = lowerBound !== null && lowerBound > -study.comparison.margin
  return {
    model: "resnet-20",
    variant,
    control: "baseline",
    seeds: study.seeds,
    level: 0.95,
    differences,
    accuracyDifference: intervalOf(differences),
    accuracyDifferenceSd: sd,
    wilcoxon: {
      statistic: shown ? 6 : 0,
      pValue: sd === null ? 1 : shown ? 0.4375 : 0.03125,
      smallestPValue: 2 ** (1 - study.seeds.length)
    },
    nonInferiority: {
      margin: study.comparison.margin,
      alpha: study.comparison.alpha,
      lowerBound,
      pValue: lowerBound === null ? null : shown ? 0.0004 : 0.27,
      verdict: lowerBound === null ? "refused" : shown ? "non-inferior" : "not shown",
      seedsNeeded: lowerBound === null ? 6 : null,
      reason:
        lowerBound === null
          ? "1 pair cannot reach p < 0.05 whatever it shows; 6 are needed."
          : `one-sided paired t test against a loss of ${study.comparison.margin}, t(5) = ${shown ? "11.87" : "-0.29"}`
    },
    timeRatio: intervalOf(ours.map((run, index) => run.timing.train / theirs[index]!.timing.train)),
    sentence:
      lowerBound === null
        ? `No verdict on resnet-20 ${variant}: 1 seed cannot show it, 6 are needed.`
        : shown
          ? `resnet-20 ${variant} is not worse than resnet-20 baseline by more than 0.50 points of test accuracy and trains in 31 % less time.`
          : `resnet-20 ${variant} was not shown to stay within 0.50 points of the test accuracy of resnet-20 baseline; it trains in 66 % less time.`
  }
}

const comparisonOf = (study: Study, runs: ReadonlyArray<RunRecord>): Comparison => {
  const runsOf = (variant: string) => runs.filter(({ cell }) => cell.variant === variant)
  const arms: ReadonlyArray<Arm> = kinds.map(({ architecture, variant }) => ({
    model: "resnet-20",
    variant,
    seeds: study.seeds,
    architecture,
    testAccuracy: summary(runsOf(variant).map(({ testAccuracy }) => testAccuracy)),
    trainSeconds: summary(runsOf(variant).map(({ timing }) => timing.train))
  }))
  return {
    study: study.title,
    arms,
    comparisons: ["restricted", "restricted-wide"].map((variant) =>
      pairOf(study, variant, runsOf(variant), runsOf("baseline"))
    ),
    verdict:
      "On MNIST, a ResNet cut from 20 to 8 layers and widened to equal multiply-adds keeps its test accuracy within half a point and trains in 69 % of the time."
  }
}

/** A whole study with plausible numbers: one model, three arms, six seeds (or one), three epochs. The same every time. */
export const reportFixture = (seeds: ReadonlyArray<number> = [1, 2, 3, 4, 5, 6]): ReportInput => {
  const study = studyOf(seeds)
  const next = uniform(20)
  const runs = kinds.flatMap((kind) => seeds.map((seed) => runOf(study, kind, seed, next)))
  const edges = Array.from({ length: 65 }, (_, bin) => (bin * Math.log(256)) / 64)
  const middles = edges.slice(0, -1).map((edge, bin) => (edge + edges[bin + 1]!) / 2)
  const counts = middles.map((middle) =>
    middle > 2 ? 0 : Math.round(7800 * Math.exp(-0.5 * ((middle - 1.12) / 0.266) ** 2))
  )
  const digest = (name: string) =>
    Array.from({ length: 64 }, (_, index) =>
      ((name.charCodeAt(index % name.length) * (index + 3)) % 16).toString(16)
    ).join("")
  const names = ["profile", "estimate", "comparison", ...runs.map(({ cell }) => `run:${cell.variant}-${cell.seed}`)]
  return {
    study,
    studyFile: "configs/mnist-resnet.study.json",
    command: "npx ebcle run configs/mnist-resnet.study.json",
    estimate: {
      dataset: "mnist",
      rule: study.depth,
      bound: 2,
      unit: "blocks",
      derivation: "bound = ⌈Q / δ⌉ = ⌈1.487 / 1⌉ = 2, with Q the 0.95 quantile of the entropy per image in nats.",
      interval: { level: 0.95, lower: 2, upper: 2, replicates: 2000, seed: 1 },
      shareBelow: 0.3127,
      others: [
        {
          rule: { rule: "proportional", layers: 50 },
          bound: 11,
          unit: "layers",
          derivation: "⌈50 · 1.111 nats / ln 256⌉ = 11 layers"
        }
      ]
    },
    profile: {
      dataset: "mnist",
      split: "train",
      shape: [28, 28, 1],
      measure: "shannon",
      unit: "nats",
      count: 60000,
      mean: 1.1108,
      sd: 0.266,
      meanInterval: { level: 0.95, lower: 1.1087, upper: 1.1129, replicates: 1000, seed: 1 },
      minimum: 0.118,
      maximum: 1.966,
      quantiles: { q05: 0.607, q25: 0.94, q50: 1.147, q75: 1.3, q95: 1.487 },
      histogram: { edges, counts },
      perClass: [],
      perChannel: [],
      file: "entropy.arrow"
    },
    comparison: comparisonOf(study, runs),
    runs,
    provenance: { digests: Object.fromEntries(names.map((name) => [name, digest(name)])) }
  }
}
