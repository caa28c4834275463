import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { createInterface } from "node:readline"

/** What a worker says first. */
export interface Greeting {
  /** Trained numbers of its network. */
  readonly parameters: number
  readonly version: string
}

/** What a worker says after a number of steps: how long they took, and the mean of their losses. */
export interface Answer {
  readonly seconds: number
  readonly loss: number
}

/** A process that trains as many steps as it is told to, and rests otherwise. */
export interface Worker {
  readonly greeting: Greeting
  readonly run: (steps: number) => Promise<Answer>
  /** Most resident memory so far, in MiB; of Linux. */
  readonly peakMemory: () => number
  /** Processor time used so far, in ticks of the kernel's clock. */
  readonly ticks: () => number
  readonly end: () => Promise<void>
}

/** Starts a worker and waits for its greeting. */
export const startWorker = async (command: string, args: ReadonlyArray<string>): Promise<Worker> => {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] })
  // The libraries' start-up log; only of interest where the worker fails.
  let log = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    log = `${log}${text}`.slice(-4000)
  })
  const exit = once(child, "close")
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const next = async (): Promise<unknown> => {
    const line = await lines.next()
    if (line.done !== true) return JSON.parse(line.value)
    await exit
    throw new Error(`${command} ${args.join(" ")} ended early:\n${log}`)
  }
  return {
    greeting: (await next()) as Greeting,
    run: async (steps) => {
      child.stdin.write(`${steps}\n`)
      return (await next()) as Answer
    },
    peakMemory: () => Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))![1]) / 1024,
    ticks: () => {
      // After the name in brackets come the state, which is field 3, and the rest; 14 and 15 are user and system time.
      const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ").at(-1)!.split(" ")
      return Number(fields[11]) + Number(fields[12])
    },
    end: async () => {
      child.stdin.end("0\n")
      await exit
    }
  }
}
