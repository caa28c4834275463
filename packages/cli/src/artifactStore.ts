import process from "node:process"
import { ArtifactStore, type StoreEvent, workspaceRoot } from "@ebcle/core"
import { Effect, Layer, Path } from "effect"
import { ChildProcessSpawner } from "effect/process"
import { RunLog } from "./runLog/runLog.ts"
import { say } from "./say.ts"
import { currentCommit } from "./workspace.ts"

/** Says what is computed and why; what was found in order goes without saying, but is written down. */
const announce = (event: StoreEvent) =>
  Effect.gen(function* () {
    if (event.state !== "Ready") yield* say(`${event.folder}: ${event.why}`)
    yield* (yield* RunLog).write({ kind: "artifact", ...event })
  })

/** The artifact store of the workspace, in `artifacts` unless EBCLE_ARTIFACTS names another folder. */
export const artifactStore = Layer.unwrap(
  Effect.gen(function* () {
    const path = yield* Path.Path
    const folder = yield* workspaceRoot
    // To start a process takes a tenth of a second or more, and most commands compute nothing.
    const commit = yield* Effect.cached(currentCommit(folder))
    const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
    return ArtifactStore.layer({
      root: process.env.EBCLE_ARTIFACTS ?? path.join(folder, "artifacts"),
      commit: Effect.provideService(commit, ChildProcessSpawner.ChildProcessSpawner, spawner),
      onEvent: announce
    })
  })
)
