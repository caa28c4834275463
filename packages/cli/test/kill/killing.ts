import type { ChildProcess } from "node:child_process"
import { createHash } from "node:crypto"
import process from "node:process"
import { ending } from "../ebcle.ts"

/** A number from 0 to 1 that belongs to a purpose. */
const share = (purpose: string): number => createHash("sha256").update(purpose).digest().readUInt32BE() / 2 ** 32

/** Runs something again and again and kills it at random moments; between them nothing is repaired. */
export const killAtRandom = async (options: {
  readonly purpose: string
  readonly kills: number
  /** The latest moment of a kill, in ms after the start. */
  readonly within: number
  /** Starts it at the head of a process group. */
  readonly start: () => ChildProcess
  /** What is to be done where it came to its end before it was killed. */
  readonly onEnd: () => Promise<void>
}): Promise<void> => {
  for (let kill = 0; kill < options.kills; ) {
    const child = options.start()
    const ended = ending(child)
    const timer = setTimeout(
      () => process.kill(-child.pid!, "SIGKILL"),
      options.within * share(`${options.purpose}/${kill}`)
    )
    const { code, stderr } = await ended
    clearTimeout(timer)
    if (code === null) kill += 1
    else if (code === 0) await options.onEnd()
    else throw new Error(stderr)
  }
}
