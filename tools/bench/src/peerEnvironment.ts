import { spawnSync } from "node:child_process"
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"

const run = (command: string, args: ReadonlyArray<string>): void => {
  const { error, status } = spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"] })
  if (error !== undefined || status !== 0) {
    throw new Error(`${command} ${args.join(" ")} failed${error === undefined ? "" : ` (${error.message})`}`)
  }
}

/**
 * The Python of the virtual environment `environment` that holds exactly what `requirements` lists; made the first time,
 * and again when the list changes.
 *
 * @param toFetch how much that is, for the person who waits
 */
export const peerPython = (environment: string, requirements: string, toFetch: string): string => {
  const python = join(environment, "bin", "python")
  const stamp = join(environment, "requirements.txt")
  const wanted = readFileSync(requirements, "utf8")
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return python
  process.stderr.write(`setting peers up, once: ${toFetch} to fetch\n`)
  rmSync(environment, { recursive: true, force: true })
  run("python3", ["-m", "venv", environment])
  run(python, ["-m", "pip", "install", "--quiet", "--no-cache-dir", "--requirement", requirements])
  writeFileSync(stamp, wanted)
  return python
}
