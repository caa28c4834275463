import { inspect, setup } from "@ebcle/native"
import type { NamedStudy } from "@ebcle/pipeline"
import { Effect } from "effect"
import { say } from "./say.ts"

/** What trainings run on, as their keys state it; a library that is not set up yet counts as what would be installed. */
export const nativeEngine = Effect.map(inspect({}), ({ installed, lock, source }): NamedStudy["engine"] => ({
  name: "tensorflow",
  version: installed?.tensorflowVersion ?? lock.tensorflow,
  device: (installed?.computesOn ?? (source.name.startsWith("tensorflow-cpu") ? "CPU" : "GPU")).toLowerCase()
}))

/** Sets the native library up if it is not there yet, and says what it does meanwhile. */
export const ensureNative = setup({ onStep: (step) => say(`setup: ${step}`) })

/** A study that can be trained: the library is set up, after all that can be wrong with the study has been said. */
export const readyToTrain = (named: NamedStudy) =>
  Effect.map(Effect.andThen(ensureNative, nativeEngine), (engine): NamedStudy => ({ ...named, engine }))
