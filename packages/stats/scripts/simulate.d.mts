/** One test's type-1 error or its interval's coverage, for every size and law. */
export interface SimulatedRow {
  readonly row: string
  readonly kind: "error" | "coverage"
  readonly nominal: number
  readonly repetitions: number
  readonly cells: ReadonlyArray<{ readonly n: number; readonly law: string; readonly share: number | undefined }>
}

export declare const simulate: (options: {
  readonly repetitions: number
  readonly seed: number
  readonly sizes: ReadonlyArray<number>
}) => ReadonlyArray<SimulatedRow>
