import { Context, type Effect, type Scope } from "effect"
import type { EngineError } from "./engineError.ts"
import type { HostTensors } from "./hostTensor.ts"
import type { MemoryEstimate } from "./memory/moduleMemory.ts"
import type { Module } from "./module.ts"
import type { OperationTime } from "./operationTime.ts"

/** What timed steps gave. */
export interface TimedRun {
  readonly outputs: HostTensors
  /** In the order in which they ran. */
  readonly operations: ReadonlyArray<OperationTime>
}

/**
 * A module opened on an engine: its variables live there from the first `write` until the scope closes.
 *
 * Every method fails with EngineError: WrongBinding for a tensor of another type, OutOfMemory, or RunFailed with the
 * engine's own words.
 */
export interface Session {
  /** Runs an entry point of kind `once`. */
  readonly run: (entryPoint: string, inputs?: HostTensors) => Effect.Effect<HostTensors, EngineError>
  /** Runs an entry point of kind `loop` `count` times from step `start`; outputs are summed over the steps. */
  readonly loop: (entryPoint: string, start: number, count: number) => Effect.Effect<HostTensors, EngineError>
  /**
   * Runs an entry point of kind `timed` as `loop` does, with the time that each operation and update took in all steps.
   * Fails with TimesUnavailable where kernels run on after they were started (GPUs), and on other libraries.
   */
  readonly time: (entryPoint: string, start: number, count: number) => Effect.Effect<TimedRun, EngineError>
  /** Sets variables. A variable must be written before anything reads it. */
  readonly write: (variables: HostTensors) => Effect.Effect<void, EngineError>
  /** Reads variables. */
  readonly read: (names: ReadonlyArray<string>) => Effect.Effect<HostTensors, EngineError>
}

/** Where an engine computes; part of every measurement. */
export interface EngineFacts {
  readonly engine: string
  /** Version of the library that does the arithmetic. */
  readonly version: string
  readonly device: string
}

/** Runs tensor programs. */
export class Engine extends Context.Service<
  Engine,
  {
    readonly facts: EngineFacts
    /** Throws TensorError (a defect) if the module is not well formed; fails with ModuleInvalid if the engine refuses it. */
    readonly open: (module: Module) => Effect.Effect<Session, EngineError, Scope.Scope>
    /** What a module will take in memory, estimated from its programs without opening it. */
    readonly memoryOf: (module: Module) => MemoryEstimate
  }
>()("@ebcle/engine/Engine") {}
