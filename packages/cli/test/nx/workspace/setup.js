// Stands in for the set-up of the native library: what its lock states counts as installed.
import { readFileSync } from "node:fs"
import { Effect } from "effect"

const lock = new URL("../native.lock.json", import.meta.url)

export const setup = () =>
  Effect.sync(() => ({
    tensorflowVersion: JSON.parse(readFileSync(lock, "utf8")).tensorflow,
    computesOn: "CPU",
    source: "none",
    libraryDirectory: "",
    packageDirectory: "",
    changed: false
  }))
