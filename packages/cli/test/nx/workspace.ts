import { existsSync } from "node:fs"
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { writeDigits } from "../digits.ts"
import { type Ending, endingOf } from "../ebcle.ts"
import { withoutNx } from "./withoutNx.ts"

const checkout = fileURLToPath(new URL("../../../../", import.meta.url))
const inWorkspace = (name: string) => fileURLToPath(new URL(`workspace/${name}`, import.meta.url))

/** A copy of this workspace that a test may change as it likes. */
export interface Workspace {
  readonly root: string
  /** Runs Nx to its end; its own artifacts are in `artifacts`. */
  readonly nx: (args: ReadonlyArray<string>, environment?: NodeJS.ProcessEnv) => Promise<Ending>
  /** Runs `ebcle` to its end on artifacts of its own. */
  readonly ebcle: (args: ReadonlyArray<string>, environment?: NodeJS.ProcessEnv) => Promise<Ending>
  /** Replaces a text in a file, which must be there; in a source also in what it was compiled to. */
  readonly edit: (file: string, before: string | RegExp, after: string) => Promise<void>
  readonly writeStudy: (name: string, study: unknown) => Promise<void>
}

const replace = async (file: string, before: string | RegExp, after: string) => {
  const text = await readFile(file, "utf8")
  const edited = text.replace(before, after)
  if (edited === text) throw new Error(`${file} has no ${before}, or nothing changed.`)
  await writeFile(file, edited)
}

const sourceOnly = (from: string) => !/\/(?:test|node_modules|\.vite|artifacts)$/.test(from)

/** Links to the libraries of this checkout, and to the packages of the copy. */
const linkModules = async (root: string) => {
  const [from, to] = [join(checkout, "node_modules"), join(root, "node_modules")]
  await mkdir(join(to, "@ebcle"), { recursive: true })
  const names = (await readdir(from)).filter((name) => name !== "@ebcle" && name !== ".cache")
  await Promise.all(names.map((name) => symlink(join(from, name), join(to, name))))
  for (const group of ["packages", "tools"]) {
    for (const name of await readdir(join(root, group))) {
      await symlink(join(root, group, name), join(to, "@ebcle", name))
      const own = join(checkout, group, name, "node_modules")
      if (existsSync(own)) await symlink(own, join(root, group, name, "node_modules"))
    }
  }
}

/**
 * Makes a workspace of the sources and libraries of this one, compiled, in which the real Nx runs the real stages.
 *
 * Two things are exchanged, because a test of what runs again need not wait for them: a training is done in no time
 * (`workspace/child.js`), and what TensorFlow's lock states counts as installed (`workspace/setup.js`). It has the dataset
 * of `studyOfDigits`.
 */
export const makeWorkspace = async (root: string): Promise<Workspace> => {
  const copy = (name: string) =>
    cp(join(checkout, name), join(root, name), { recursive: true, preserveTimestamps: true, filter: sourceOnly })
  const files = ["package.json", "package-lock.json", "nx.json", "tsconfig.base.json", ".gitignore", ".env"]
  await mkdir(join(root, "configs"), { recursive: true })
  await Promise.all([...files, "packages", "tools/native", "tools/nx-plugin"].map(copy))
  await writeFile(join(root, "tsconfig.json"), '{ "files": [], "references": [{ "path": "packages/cli" }] }\n')
  await writeDigits(join(root, "configs/datasets"))
  await linkModules(root)
  await cp(inWorkspace("child.js"), join(root, "packages/trainer/dist/child.js"))
  await cp(inWorkspace("setup.js"), join(root, "tools/native/dist/setup.js"))

  const run = (program: string, args: ReadonlyArray<string>, environment: NodeJS.ProcessEnv) =>
    endingOf(process.execPath, [program, ...args], {
      cwd: root,
      env: {
        ...withoutNx(process.env),
        NO_COLOR: "1",
        NX_TUI: "false",
        CI: undefined,
        EBCLE_DATA: undefined,
        ...environment
      }
    })
  return {
    root,
    nx: (args, environment = {}) => run(join(root, "node_modules/nx/dist/bin/nx.js"), args, environment),
    ebcle: (args, environment = {}) =>
      run(join(root, "packages/cli/bin/ebcle.mjs"), args, {
        EBCLE_ARTIFACTS: join(root, "in-process"),
        ...environment
      }),
    edit: async (file, before, after) => {
      await replace(join(root, file), before, after)
      if (!file.endsWith(".ts")) return
      await replace(join(root, file.replace("/src/", "/dist/").replace(/ts$/, "js")), before, after)
      await writeFile(join(root, "packages/cli/dist/built"), "")
    },
    writeStudy: (name, study) =>
      writeFile(join(root, "configs", `${name}.study.json`), `${JSON.stringify(study, null, 2)}\n`)
  }
}

/** Folders of all artifacts below a root. */
export const artifactFolders = async (artifacts: string): Promise<ReadonlyArray<string>> => {
  const names = await readdir(artifacts, { recursive: true }).catch(() => [])
  return names.flatMap((name) => /^([^.].*)\/manifest\.json$/.exec(name)?.[1] ?? [])
}

/** When the computation of each artifact below a root began (ISO 8601), and how long it took. */
export const computations = async (artifacts: string): Promise<ReadonlyMap<string, string>> => {
  const entries = (await artifactFolders(artifacts)).map(async (folder) => {
    const { provenance } = JSON.parse(await readFile(join(artifacts, folder, "manifest.json"), "utf8"))
    return [folder, `${provenance.started} ${provenance.seconds}`] as const
  })
  return new Map(await Promise.all(entries))
}

/** Does something, and gives the folders of the artifacts that were computed meanwhile; what was restored does not count. */
export const computedBy = async (artifacts: string, action: () => Promise<unknown>): Promise<ReadonlyArray<string>> => {
  const before = await computations(artifacts)
  await action()
  const after = await computations(artifacts)
  return [...after]
    .filter(([folder, when]) => before.get(folder) !== when)
    .map(([folder]) => folder)
    .toSorted()
}

export const removeWorkspace = ({ root }: Workspace): Promise<void> => rm(root, { recursive: true, maxRetries: 5 })
