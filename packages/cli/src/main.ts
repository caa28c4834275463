import * as NodeChildProcessSpawner from "@effect/platform-node-shared/NodeChildProcessSpawner"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import { runMain } from "@effect/platform-node-shared/NodeRuntime"
import * as NodeStdio from "@effect/platform-node-shared/NodeStdio"
import * as NodeTerminal from "@effect/platform-node-shared/NodeTerminal"
import { Effect, Layer, Logger } from "effect"
import { Command } from "effect/cli"
import { artifactStore } from "./artifactStore.ts"
import { clean } from "./commands/clean.ts"
import { compare } from "./commands/compare.ts"
import { costs } from "./commands/costs.ts"
import { doctor } from "./commands/doctor.ts"
import { estimate } from "./commands/estimate.ts"
import { explain } from "./commands/explain.ts"
import { ingest } from "./commands/ingest.ts"
import { profile } from "./commands/profile.ts"
import { report, run } from "./commands/report.ts"
import { setup } from "./commands/setup.ts"
import { status } from "./commands/status.ts"
import { train } from "./commands/train.ts"
import { watch } from "./commands/watch.ts"
import { zoo } from "./commands/zoo.ts"
import { reportFailure } from "./reportFailure.ts"
import { say, sayNow } from "./say.ts"
import { telemetry } from "./telemetry.ts"
import { terminalProgress } from "./terminalProgress.ts"

const ebcle = Command.make("ebcle").pipe(
  Command.withDescription("Bound a network's depth from the entropy of its dataset, and prove it by training"),
  Command.withSubcommands([
    setup,
    doctor,
    ingest,
    profile,
    estimate,
    zoo,
    costs,
    train,
    compare,
    report,
    run,
    explain,
    status,
    watch,
    clean
  ])
)

const files = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)
const platform = Layer.mergeAll(
  files,
  NodeStdio.layer,
  NodeTerminal.layer,
  NodeChildProcessSpawner.layer.pipe(Layer.provide(files))
)
/** Standard output is for results. */
const warnings = Logger.layer([Logger.make(({ message }) => sayNow(`ebcle: ${[message].flat().join(" ")}`))])
const services = Layer.mergeAll(artifactStore, terminalProgress, warnings, telemetry).pipe(Layer.provideMerge(platform))

Command.run(ebcle, { version: "0.1.0" }).pipe(
  Effect.provide(services),
  Effect.catchCause(reportFailure),
  Effect.onInterrupt(() => say("ebcle: interrupted; run the same command again to go on.")),
  runMain({ disableErrorReporting: true })
)
