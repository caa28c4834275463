import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { withLock } from "./withLock.mjs"

const cli = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const root = path.dirname(path.dirname(cli))
const stamp = path.join(cli, "dist", "built")

/** In whole ms: a stamp cannot be given the fraction that a file system keeps, and would be older than its source for ever. */
const modified = (file) => Math.round(statSync(file).mtimeMs)

/** Time stamp of the newest source below a folder, in ms; 0 where there is none. */
const newest = (folder) =>
  readdirSync(folder, { withFileTypes: true }).reduce((latest, entry) => {
    const at = path.join(folder, entry.name)
    if (entry.isDirectory()) return Math.max(latest, newest(at))
    return entry.name.endsWith(".ts") ? Math.max(latest, modified(at)) : latest
  }, 0)

const newestSource = () =>
  ["packages", "tools"].reduce((latest, group) => {
    const sources = readdirSync(path.join(root, group)).map((name) => path.join(root, group, name, "src"))
    return Math.max(latest, ...sources.filter((folder) => existsSync(folder)).map(newest))
  }, 0)

const isStale = (source) => !existsSync(stamp) || modified(stamp) < source

const build = (source) => {
  const compiler = createRequire(import.meta.url).resolve("typescript/package.json")
  const tsc = path.join(path.dirname(compiler), "bin", "tsc")
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-b", path.join(root, "tsconfig.json")], {
    encoding: "utf8"
  })
  if (status !== 0) {
    process.stderr.write(`${stdout}\nebcle: the sources do not compile; mend the errors above.\n`)
    process.exit(1)
  }
  writeFileSync(stamp, "")
  // As old as the newest source that was seen: one that changed meanwhile still counts as newer.
  utimesSync(stamp, new Date(), new Date(source))
}

/** Compiles the workspace if a source is newer than the last compilation. Without sources there is nothing to do. */
export const buildIfStale = () => {
  if (!existsSync(path.join(cli, "src")) || !isStale(newestSource())) return
  mkdirSync(path.dirname(stamp), { recursive: true })
  withLock(`${stamp}.lock`, () => {
    // Another process may have compiled meanwhile.
    const source = newestSource()
    if (isStale(source)) build(source)
  })
}
