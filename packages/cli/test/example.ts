import { execFile } from "node:child_process"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

const node = (script: string, ...args: ReadonlyArray<string>) =>
  promisify(execFile)(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args], {
    maxBuffer: 1 << 24
  })

/** Compiles the workspace if a source is newer. */
export const build = () => node("../bin/build.mjs")

/** What a script of `examples/` prints, run by Node itself on the compiled packages. */
export const example = async (name: string, ...args: ReadonlyArray<string>): Promise<string> => {
  const { stdout } = await node(`examples/${name}.mjs`, ...args)
  return stdout.trimEnd()
}
