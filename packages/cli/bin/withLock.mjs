import { readFileSync, rmSync, writeFileSync } from "node:fs"
import process from "node:process"

const isAlive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === "EPERM"
  }
}

/** The process that holds a lock; undefined where nobody does, or nobody has written its number yet. */
const holder = (file) => {
  try {
    return Number.parseInt(readFileSync(file, "utf8"), 10) || undefined
  } catch {
    return undefined
  }
}

const sleep = (millis) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, millis)

const take = (file) => {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" })
    return true
  } catch (error) {
    if (error.code !== "EEXIST") throw error
    return false
  }
}

/** Does some work while no other process does it; the lock of a process that died does not count. */
export const withLock = (file, work) => {
  while (!take(file)) {
    const pid = holder(file)
    if (pid !== undefined && !isAlive(pid)) rmSync(file, { force: true })
    else sleep(50)
  }
  try {
    work()
  } finally {
    rmSync(file, { force: true })
  }
}
