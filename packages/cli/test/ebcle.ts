import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process"
import { fileURLToPath } from "node:url"

const workspace = fileURLToPath(new URL("../../../", import.meta.url))
const bin = fileURLToPath(new URL("../bin/ebcle.mjs", import.meta.url))

/** How a process ended, and what it said. */
export interface Ending {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts `ebcle` as a user would, at the head of a process group of its own. */
export const startEbcle = (
  args: ReadonlyArray<string>,
  artifacts: string,
  environment: NodeJS.ProcessEnv = {}
): ChildProcess =>
  spawn(process.execPath, [bin, ...args], {
    cwd: workspace,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, EBCLE_ARTIFACTS: artifacts, NO_COLOR: "1", ...environment }
  })

/** Waits for a process to end. */
export const ending = (child: ChildProcess): Promise<Ending> =>
  new Promise((resolve, reject) => {
    const said = { stdout: "", stderr: "" }
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said.stdout += text
    })
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said.stderr += text
    })
    child.on("error", reject)
    child.on("close", (code) => resolve({ code, ...said }))
  })

/** Runs a program to its end. */
export const endingOf = (program: string, args: ReadonlyArray<string>, options: SpawnOptions): Promise<Ending> =>
  ending(spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options }))

/** Runs `ebcle` to its end. */
export const ebcle = (
  args: ReadonlyArray<string>,
  artifacts: string,
  environment?: NodeJS.ProcessEnv
): Promise<Ending> => ending(startEbcle(args, artifacts, environment))

/** Lines of a text, the last line's end left out. */
export const lines = (text: string): ReadonlyArray<string> => text.trimEnd().split("\n")
