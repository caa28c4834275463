// Stands in for the set-up of the native library: what its lock states counts as installed.
import { Effect } from "effect"
import { readNativeLock } from "./nativeLock.js"

export const setup = () =>
  Effect.map(readNativeLock, ({ tensorflow }) => ({
    tensorflowVersion: tensorflow,
    computesOn: "CPU",
    source: "none",
    libraryDirectory: "",
    packageDirectory: "",
    changed: false
  }))
