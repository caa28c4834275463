import { availableParallelism, cpus } from "node:os"
import process from "node:process"
import type { EngineDescription } from "@ebcle/core"
import type { EngineFacts } from "@ebcle/engine"
import type { EngineChoice } from "./engineChoice.ts"

const threads = (variable: string): number => {
  const given = Number.parseInt(process.env[variable] ?? "", 10)
  return given > 0 ? given : availableParallelism()
}

/** What a run record says of the engine of this process and of the machine below it. */
export const describeEngine = ({ device, engine, version }: EngineFacts, choice: EngineChoice): EngineDescription => {
  const native = engine === "tensorflow"
  return {
    engine,
    tensorflow: version,
    device: device === "gpu" || device === "webgpu" ? device : `${device} (${cpus()[0]?.model.trim() ?? "unknown"})`,
    // TensorFlow.js computes in the one thread of this process.
    intraOpThreads: native ? threads("TF_NUM_INTRAOP_THREADS") : 1,
    interOpThreads: native ? threads("TF_NUM_INTEROP_THREADS") : 1,
    oneDnn: native && process.env.TF_ENABLE_ONEDNN_OPTS !== "0",
    ...(choice.name === "tensorflow" && choice.xla === true && { xla: true }),
    node: process.version,
    platform: `${process.platform}-${process.arch}`
  }
}
