import type { Artifact, ArtifactState, CoreError, Inputs, Stage } from "@ebcle/core"
import { ArtifactStore } from "@ebcle/core"
import type { EntropyError } from "@ebcle/entropy"
import type { IngestError } from "@ebcle/ingest"
import type { ReportError } from "@ebcle/report"
import type { TrainerError } from "@ebcle/trainer/stages"
import { Effect, type FileSystem, type Path } from "effect"
import type { ChildProcessSpawner } from "effect/process"
import type { PipelineError } from "./pipelineError.ts"

/** Everything that a stage of the pipeline can fail with. */
export type Failure = CoreError | EntropyError | IngestError | PipelineError | ReportError | TrainerError

/** Everything that a stage of the pipeline asks for, the store aside. */
type StageServices = ChildProcessSpawner.ChildProcessSpawner | FileSystem.FileSystem | Path.Path
/** What it takes to make or to look at any target of a study. */
export type Services = ArtifactStore | StageServices

type Artifacts = Readonly<Record<string, Artifact<unknown>>>

/** An artifact that can be had: a stage, where its artifact lives, and the targets that it needs first. */
export interface Target<A> {
  readonly folder: string
  readonly stage: string
  readonly needs: Readonly<Record<string, Target<unknown>>>
  /** Both are given the artifacts of `needs` by name. */
  readonly obtain: (artifacts: Artifacts) => Effect.Effect<Artifact<A>, Failure, Services>
  readonly inspect: (artifacts: Artifacts) => Effect.Effect<ArtifactState<A>, Failure, Services>
  /** What those who need it have to know of it in order to be inspected themselves: its value only where they ask for it. */
  readonly look: (artifacts: Artifacts) => Effect.Effect<ArtifactState<unknown>, Failure, Services>
}

/**
 * Declares a target.
 *
 * `request` turns the artifacts that were needed into the stage's parameters and inputs. What it leaves out does not
 * count: a training needs a bound to know its architecture, but depends on the architecture alone.
 */
export const target = <N extends Readonly<Record<string, Target<unknown>>>, P, I extends Inputs, A>(declaration: {
  readonly stage: Stage<P, I, A, Failure, StageServices>
  readonly folder: string
  readonly needs: N
  /** Where no request of another target reads its value: there may be thousands of it. */
  readonly isDigestEnough?: true
  readonly request: (
    artifacts: {
      readonly [K in keyof N]: NonNullable<N[K]> extends Target<infer B> ? Artifact<B> : never
    }
  ) => Effect.Effect<{ readonly params: P; readonly inputs: I }, Failure, StageServices>
}): Target<A> => {
  const { folder, isDigestEnough, needs, stage } = declaration
  const request = (artifacts: Artifacts) =>
    Effect.map(
      // The artifacts come from the needs of the same names, so they have the types that the needs promise.
      declaration.request(artifacts as Parameters<typeof declaration.request>[0]),
      ({ inputs, params }) => ({ stage, params, inputs, folder })
    )
  // Plain functions, and few: a workspace may have tens of thousands of targets.
  const inspect = (artifacts: Artifacts) =>
    Effect.flatMap(ArtifactStore, (store) => Effect.flatMap(request(artifacts), (wanted) => store.inspect(wanted)))
  return {
    folder,
    stage: stage.name,
    needs,
    obtain: (artifacts) =>
      Effect.flatMap(ArtifactStore, (store) => Effect.flatMap(request(artifacts), (wanted) => store.obtain(wanted))),
    inspect,
    look: isDigestEnough
      ? (artifacts) =>
          Effect.flatMap(ArtifactStore, (store) => Effect.flatMap(request(artifacts), (wanted) => store.look(wanted)))
      : inspect
  }
}
