// Prints what Nx compares of a dataset's files that it does not read itself: those of the data folder, and those outside
// the workspace or ignored by Git. Names, sizes and time stamps only, since they may be gigabytes: where one differs,
// `ebcle ingest` is asked, and goes by their bytes.

import { createHash } from "node:crypto"
import { readdirSync, statSync } from "node:fs"
import path from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"

/** Where the built-in datasets are looked for, as `dataFolder` and `namedDatasets` of `@ebcle/ingest` have it. */
const dataFolders = ({ EBCLE_DATA: named }) => [named || "data", "/usr/share/datasets"]

const stateOf = (at) => {
  try {
    const found = statSync(at)
    if (!found.isDirectory()) return [`${found.size} ${found.mtimeMs} ${at}`]
    const names = readdirSync(at).sort()
    return names.flatMap((name) => stateOf(path.join(at, name)))
  } catch ({ code }) {
    // `ebcle` says what is wrong with it.
    return [`${code} ${at}`]
  }
}

/** A digest of all files below some paths. */
export const filesState = (paths) =>
  createHash("sha256")
    .update(paths.flatMap((at) => stateOf(path.resolve(at))).join("\n"))
    .digest("hex")

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const given = process.argv.slice(2)
  process.stdout.write(filesState(given.length === 0 ? dataFolders(process.env) : given))
}
