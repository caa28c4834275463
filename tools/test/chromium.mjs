// Makes sure that there is a browser for the tests of the report: Debian's, installed where this may be done.

import { spawnSync } from "node:child_process"
import { accessSync, constants } from "node:fs"
import path from "node:path"
import process from "node:process"

const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const isThere = () =>
  ["chromium", "google-chrome"].some((name) =>
    (process.env.PATH ?? "").split(path.delimiter).some((folder) => isExecutable(path.join(folder, name)))
  )

const install = () => {
  for (const args of [["update"], ["install", "--yes", "--no-install-recommends", "chromium"]]) {
    const { status } = spawnSync("apt-get", args, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
    })
    if (status !== 0) return false
  }
  return isThere()
}

if (!isThere() && !(process.getuid?.() === 0 && install())) {
  process.stderr.write("The tests need a browser: install the package chromium (as root: apt-get install chromium).\n")
  process.exit(3)
}
