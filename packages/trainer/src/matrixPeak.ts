import { Engine, float32 } from "@ebcle/engine"
import { matMul, multiplyAdds, type Precision, type Program, reduceSum, variable, withPrecision } from "@ebcle/tensor"
import { Effect } from "effect"

/** The fastest matrix product that was found. */
export interface MatrixPeak {
  /** Of n×n matrices. */
  readonly size: number
  /** Floating-point operations a second, two for each multiply-add. */
  readonly flops: number
}

const sizes = [512, 1024, 2048]
const repetitions = 4

/** One product, whose elements are summed so that it is computed. */
const product = (size: number, precision: Precision): Program => {
  const [a, b] = [variable("a", [size, size]), variable("b", [size, size])]
  return withPrecision({ outputs: { sum: reduceSum(matMul(a, b), [0, 1]) }, updates: [] }, precision)
}

const rateOf = Effect.fnUntraced(function* (size: number, precision: Precision) {
  const program = product(size, precision)
  const session = yield* (yield* Engine).open({ entryPoints: { product: { kind: "timed", program } } })
  const elements = Float32Array.from({ length: size * size }, (_, i) => Math.sin(i))
  yield* session.write({ a: float32(elements, [size, size]), b: float32(elements, [size, size]) })
  const runs = yield* Effect.forEach(Array.from({ length: repetitions }), (_, step) => session.time("product", step, 1))
  const seconds = runs.map(({ operations }) => operations.find(({ operation }) => operation === "matMul")!.seconds)
  return { size, flops: (2 * multiplyAdds(program)) / Math.min(...seconds) }
}, Effect.scoped)

/**
 * How fast the engine multiplies square matrices in a precision: the most that its machine can be asked for.
 *
 * @errors EngineError TimesUnavailable
 */
export const matrixPeak = (precision: Precision) =>
  Effect.map(
    Effect.forEach(sizes, (size) => rateOf(size, precision)),
    (rates): MatrixPeak => rates.reduce((best, rate) => (rate.flops > best.flops ? rate : best))
  )
