// What a study's dataset is made from, as `resolveDataset` of `@ebcle/ingest` finds it, without reading an image.

import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync, statSync } from "node:fs"
import path from "node:path"

/** The built-in dataset that is not in the data folder but in a package, whose version Nx knows. */
const inPackage = "mnist"

const isName = (text) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/u.test(text)
/** As many datasets, each made from the next, as `resolveDataset` follows. */
const mostSteps = 16

/** The same name as `pathName` of `@ebcle/ingest` gives a dataset that is named by its path. */
export const pathName = (relative) => {
  const slug = path.posix
    .basename(relative, ".json")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
  return `${slug || "dataset"}-${createHash("sha256").update(relative).digest("hex").slice(0, 6)}`
}

/** For what Nx does not read itself, which is what lies outside the workspace or Git ignores. */
const stateOf = (...paths) => ({ runtime: ["node tools/nx-plugin/filesState.mjs", ...paths.map(quoted)].join(" ") })

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`

const isIgnored = (root, relative) => spawnSync("git", ["check-ignore", "-q", relative], { cwd: root }).status === 0

/** A file or a folder of a dataset as an Nx input. */
const inputOf = (root, relative) => {
  if (relative.startsWith("..") || isIgnored(root, relative)) return stateOf(relative)
  const at = path.join(root, relative)
  return `{workspaceRoot}/${existsSync(at) && statSync(at).isDirectory() ? `${relative}/**/*` : relative}`
}

const readDescriptor = (file) => {
  try {
    return JSON.parse(readFileSync(file, "utf8"))
  } catch {
    // `ebcle` says what is wrong with it.
    return {}
  }
}

/** The paths that a descriptor names. */
const pathsOf = ({ folder, test, train }) =>
  [folder, train, test].flatMap((value) =>
    typeof value === "object" && value !== null ? Object.values(value) : value === undefined ? [] : [value]
  )

/** The folders of the artifacts of transforms, as the pipeline calls them. */
const stepsOf = (transforms) =>
  transforms.map(({ transform }, index) => {
    const same = transforms.slice(0, index).filter((before) => before.transform === transform).length
    return same === 0 ? transform : `${transform}-${same + 1}`
  })

/**
 * A dataset and those it is made from, the nearest first.
 *
 * @param given as the study or a descriptor says it
 * @param base the folder that paths are relative to, from the workspace on
 */
export const datasetsOf = (given, base, root, steps = 0) => {
  const described = `configs/datasets/${given}.json`
  const named = isName(given) && existsSync(path.join(root, described))
  const relative = named ? described : path.posix.normalize(path.posix.join(base, given))
  if (isName(given) && !named && !existsSync(path.join(root, relative))) {
    return [{ name: given, spoken: given, inputs: given === inPackage ? [] : [stateOf()] }]
  }
  const inConfigs = path.posix.dirname(relative) === "configs/datasets" && relative.endsWith(".json")
  const name = inConfigs ? path.posix.basename(relative, ".json") : pathName(relative)
  const spoken = named ? given : `./${relative}`
  if (!relative.endsWith(".json")) return [{ name, spoken, inputs: [inputOf(root, relative)] }]
  const descriptor = readDescriptor(path.join(root, relative))
  const folder = path.posix.dirname(relative)
  if (descriptor.format === "derived" && steps < mostSteps && Array.isArray(descriptor.transforms)) {
    const [before, ...more] = datasetsOf(String(descriptor.from), folder, root, steps + 1)
    const from = { name: before.name, steps: stepsOf(descriptor.transforms) }
    return [{ name, spoken, inputs: [inputOf(root, relative)], from }, before, ...more]
  }
  const files = pathsOf(descriptor).map((file) => path.posix.normalize(path.posix.join(folder, String(file))))
  return [{ name, spoken, inputs: [relative, ...files].map((file) => inputOf(root, file)) }]
}
