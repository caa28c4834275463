import type { Architecture } from "./architecture.ts"
import { nonNegativeLeastSquares } from "./nonNegativeLeastSquares.ts"
import { stepWork, type Work, type WorkKind } from "./stepWork.ts"

/** Seconds of a training step, forward and backward: of a multiply-add, of a byte, and of a layer whatever its size. */
export interface Rates {
  readonly perMultiplyAdd: number
  readonly perByte: number
  readonly perLayer: number
}

/** What a training step costs on a machine, by the kind of work. */
export type CostModel = Readonly<Record<WorkKind, Rates>>

/** Work whose time was measured, in seconds. */
export interface MeasuredWork extends Work {
  readonly seconds: number
}

const kinds: ReadonlyArray<WorkKind> = ["convolution", "grouped", "dense", "elementwise", "update"]

/**
 * The rates that explain measurements best: for each kind of work the non-negative least squares of seconds over multiply-adds,
 * bytes and layers, each measurement weighed by one over its seconds, so that the squares are of relative errors and small
 * layers count. Ours. No rate is negative, so a wider network never seems faster.
 *
 * Throws RangeError where a kind was not measured.
 */
export const fitCosts = (measured: ReadonlyArray<MeasuredWork>): CostModel =>
  Object.fromEntries(
    kinds.map((kind) => {
      const own = measured.filter((work) => work.kind === kind && work.seconds > 0)
      if (own.length === 0) throw new RangeError(`no ${kind} work was measured`)
      const [perMultiplyAdd = 0, perByte = 0, perLayer = 0] = nonNegativeLeastSquares(
        own.map(({ bytes, count, macs, seconds }) => [macs / seconds, bytes / seconds, count / seconds]),
        own.map(() => 1)
      )
      return [kind, { perMultiplyAdd, perByte, perLayer }]
    })
  ) as unknown as CostModel

/** Seconds that work takes by the model. */
export const workSeconds = (model: CostModel, works: ReadonlyArray<Work>): number =>
  works.reduce((sum, { bytes, count, kind, macs }) => {
    const { perByte, perLayer, perMultiplyAdd } = model[kind]
    return sum + macs * perMultiplyAdd + bytes * perByte + count * perLayer
  }, 0)

/** Seconds that a training step of `batch` images takes by the model; the data and the loss are left out. */
export const stepSeconds = (model: CostModel, architecture: Architecture, batch: number): number =>
  workSeconds(model, stepWork(architecture, batch))
