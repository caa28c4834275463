import type { Effect, Schema } from "effect"

/** A finished artifact on disk: its folder, the digest of its bytes, and its typed value. */
export interface Artifact<A> {
  readonly folder: string
  readonly digest: string
  readonly value: A
}

/** Input artifacts by name. */
export type Inputs = Readonly<Record<string, Artifact<unknown>>>

/** What a stage's `run` is given; it writes payload files into `folder` and returns the artifact's value. */
export interface StageContext<P, I extends Inputs> {
  readonly params: P
  readonly inputs: I
  readonly folder: string
  /**
   * A folder for what a killed run should find again. It belongs to this key alone, need not exist yet, and is removed
   * when an artifact is complete in the same place. Absent where a stage runs outside a store.
   */
  readonly scratch?: string
}

/**
 * A stage: a typed function from parameters and artifacts to one artifact.
 *
 * `version` is raised when the meaning of the output changes, never for a comment or a rename. `file` holds the
 * artifact's value as JSON, encoded by `output`; the stage need not write it. `params` must encode to plain JSON: it is
 * part of the key.
 */
export interface Stage<P, I extends Inputs, A, E, R> {
  readonly name: string
  readonly version: number
  readonly params: Schema.Codec<P, unknown>
  readonly output: Schema.Codec<A, unknown>
  readonly file: string
  /** Whether it is never computed beside another such stage of the same store, because its time is a result. */
  readonly alone?: true
  readonly run: (context: StageContext<P, I>) => Effect.Effect<A, E, R>
}

/** Declares a stage; the identity function, for its types. */
export const stage = <P, I extends Inputs, A, E, R>(declaration: Stage<P, I, A, E, R>): Stage<P, I, A, E, R> =>
  declaration
