import type { RunRecord } from "@ebcle/core"
import { eventFile, stepGraph } from "@ebcle/engine"
import type { Architecture } from "@ebcle/zoo"
import { runScalars } from "./runScalars.ts"
import { trainingModule } from "./trainingModule.ts"

/**
 * What TensorBoard is to show of a training that is done, as the bytes of an event file: its scalars by step, and the graph of
 * a step. A function of the record, however long ago it was trained.
 *
 * @param started when the training began, in seconds since 1970
 */
export const trainingEvents = (run: RunRecord, architecture: Architecture, started: number): Uint8Array => {
  const { recipe, testImages, trainImages } = run
  const { module } = trainingModule(architecture, recipe, { trainImages, testImages, testBatch: testImages })
  return eventFile({
    started,
    graph: stepGraph(module.entryPoints.train!.program),
    scalars: runScalars(run, started)
  })
}
