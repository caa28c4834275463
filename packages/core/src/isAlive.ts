import process from "node:process"

/** Whether a process of this machine exists: it answers signal 0, if only to say that it is not ours. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}
