import { cp, readdir, readFile, utimes, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { studyOfDigits } from "../digits.ts"
import type { Workspace } from "./workspace.ts"

/** A change of a workspace in which everything was up to date, and the artifacts that are computed after it. */
export interface Change {
  /** In the words of the page, as Markdown. */
  readonly what: string
  /** Folders of `artifacts`, or what they match. */
  readonly computes: ReadonlyArray<string | RegExp>
  /** The study that is run in one process; Nx runs all. */
  readonly study?: string
  readonly make: (workspace: Workspace) => Promise<void>
}

type TinyStudy = ReturnType<typeof studyOfDigits>

/** Each change builds on those before it, so the study is kept as it stands. */
const changingStudy = () => {
  let study: Readonly<Record<string, unknown>> & TinyStudy = studyOfDigits()
  const write = (workspace: Workspace) => workspace.writeStudy("tiny", study)
  const change = (more: (now: TinyStudy) => Readonly<Record<string, unknown>>) => (workspace: Workspace) => {
    study = { ...study, ...more(study) }
    return write(workspace)
  }
  return { write, change }
}

const touch = async (folder: string) => {
  const when = new Date("2020-01-01")
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), when, when)
  }
}

/** Where the workspace has the files of CIFAR-10, of which these are the first. */
const cifar10 = "data/cifar-10-batches-py"
const firstOfCifar10 = fileURLToPath(new URL("../../../../test-data/cifar-10-first-py", import.meta.url))
const imagesOf = ({ root }: Workspace) => join(root, cifar10, "data_batch_1")

const ofPictures = () => {
  const { recipe, ...study } = studyOfDigits()
  const dataset = { name: "cifar10", trainImages: 16, testImages: 10 }
  return { ...study, dataset, recipe: { ...recipe, batchSize: 4 } }
}

/** Raises the version that a stage states in its source. */
const raise = (file: string) => (workspace: Workspace) => workspace.edit(file, /version: \d+/, "version: 1001")

const trainings = /^tiny\/.*\/train$/
const afterTrainings = ["tiny/compare", "tiny/report"]

/** The study that the changes are made to, and the changes in their order. */
export const changesOfTiny = () => {
  const { change, write } = changingStudy()
  const changes: ReadonlyArray<Change> = [
    { what: "nothing", computes: [], make: () => Promise.resolve() },
    {
      what: "only the time stamps of studies, sources and artifacts",
      computes: [],
      make: async ({ root }) => {
        for (const folder of ["configs", "packages/stats/src", "artifacts", "in-process"])
          await touch(join(root, folder))
      }
    },
    {
      what: "`about` of the study",
      computes: ["tiny/report"],
      make: change(({ about }) => ({ about: { ...about, expect: "nothing" } }))
    },
    { what: "its `title`", computes: afterTrainings, make: change(() => ({ title: "Tiny, again" })) },
    {
      what: "`comparison.margin`",
      computes: afterTrainings,
      make: change(({ comparison }) => ({ comparison: { ...comparison, margin: 0.01 } }))
    },
    {
      what: "the `depth` rule, to the same bound",
      computes: ["tiny/estimate", "tiny/report"],
      make: change(({ depth }) => ({ depth: { ...depth, quantile: 0.9 } }))
    },
    {
      what: "the `depth` rule, to another bound",
      computes: ["tiny/estimate", /restricted\.seed-1\/train$/, ...afterTrainings],
      make: change(({ depth }) => ({ depth: { ...depth, delta: 0.4 } }))
    },
    {
      what: "a key of `recipe`",
      computes: [trainings, ...afterTrainings],
      make: change(({ recipe }) => ({ recipe: { ...recipe, epochs: 2 } }))
    },
    {
      what: "one more seed",
      computes: [/seed-2\/train$/, ...afterTrainings],
      make: change(() => ({ seeds: [1, 2] }))
    },
    { what: "one seed less", computes: afterTrainings, make: change(() => ({ seeds: [1] })) },
    {
      what: "one more variant",
      computes: [/\.wide\.seed-1\/train$/, ...afterTrainings],
      make: change(({ variants }) => ({
        variants: { ...variants, wide: { transform: "restricted", budget: { macs: 0.6 } } }
      }))
    },
    {
      what: "one more model",
      computes: [/\/resnet20\..*\/train$/, ...afterTrainings],
      make: change(({ models }) => ({ models: { ...models, resnet20: "resnet20" } }))
    },
    {
      what: "one variant and one model less",
      computes: afterTrainings,
      make: change(({ variants: { baseline, restricted } }) => ({
        variants: { baseline, restricted },
        models: { resnet14: "resnet14" }
      }))
    },
    {
      what: "a comment in a stage, or code of a package that changes no result",
      computes: [],
      make: async ({ edit }) => {
        await edit("packages/trainer/src/trainStage.ts", /^/, "// A comment.\n")
        await edit("packages/stats/src/index.ts", /^/, "// A comment.\n")
      }
    },
    {
      what: "the version of a library in `package-lock.json`",
      computes: [],
      make: ({ edit }) =>
        edit("package-lock.json", /("node_modules\/apache-arrow": \{\s+"version": ")[^"]+/, "$199.0.0")
    },
    {
      what: "`version` of the stage `profile`, which gives the same bytes again",
      computes: ["digits/profile"],
      make: raise("packages/entropy/src/profileStage.ts")
    },
    {
      what: "`version` of the stage `train`",
      computes: [trainings, ...afterTrainings],
      make: raise("packages/trainer/src/trainStage.ts")
    },
    {
      what: "`version` of the stage `report`",
      computes: ["tiny/report"],
      make: raise("packages/report/src/reportStage.ts")
    },
    {
      what: "the version of TensorFlow",
      computes: [trainings, ...afterTrainings],
      make: async ({ edit }) => {
        await edit("tools/native/native.lock.json", /("tensorflow": ")[^"]+/, "$199.0.0")
        await edit("tools/native/native.lock.json", /("sha256": ")[0-9a-f]{4}/g, "$10000")
      }
    },
    {
      what: "another study of the same dataset",
      computes: [/^other\//],
      study: "other",
      make: ({ writeStudy }) => writeStudy("other", studyOfDigits())
    },
    {
      what: "a study of another dataset, in the data folder",
      computes: [/^cifar10\//, /^pictures\//],
      study: "pictures",
      make: async ({ root, writeStudy }) => {
        await cp(firstOfCifar10, join(root, cifar10), { recursive: true })
        await writeStudy("pictures", ofPictures())
      }
    },
    {
      what: "one byte of that dataset's files",
      computes: [/^cifar10\//, /^pictures\//],
      study: "pictures",
      make: async (workspace) => {
        const bytes = await readFile(imagesOf(workspace))
        // In the middle of the pictures.
        bytes[bytes.length >> 1]! ^= 1
        await writeFile(imagesOf(workspace), bytes)
      }
    },
    {
      what: "only the time stamp of that dataset's files",
      computes: [],
      study: "pictures",
      make: ({ root }) => touch(join(root, cifar10))
    }
  ]
  return { write, changes }
}
