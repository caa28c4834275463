/** How often one rule makes a false claim, for every size and law. */
export interface SimulatedError {
  readonly rule: string
  readonly repetitions: number
  readonly cells: ReadonlyArray<{ readonly n: number; readonly law: string; readonly share: number | undefined }>
}

export declare const simulateFamilies: (options: {
  readonly repetitions: number
  readonly seed: number
  readonly sizes: ReadonlyArray<number>
}) => ReadonlyArray<SimulatedError>

export declare const simulateLooks: (options: {
  readonly repetitions: number
  readonly seed: number
}) => ReadonlyArray<SimulatedError>
