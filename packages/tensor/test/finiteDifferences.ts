import { expect } from "vitest"
import { type Bindings, evaluate } from "../src/evaluate.ts"
import { gradients } from "../src/gradients.ts"
import type { Tensor64 } from "../src/operation.ts"
import { variableName } from "../src/operations/leaves.ts"
import type { Value } from "../src/value.ts"

const step = 1e-5

const scalarOf = (target: Value, state: Bindings): number =>
  evaluate({ outputs: { target }, updates: [] }, state).outputs.target!.data[0]!

/** Central differences of a scalar with respect to every element of one variable. */
const centralDifferences = (target: Value, state: Bindings, name: string): Float64Array => {
  const { data, shape } = state[name]!
  return data.map((value, i) => {
    const moved = (by: number): Tensor64 => ({ shape, data: data.with(i, value + by) })
    const [above, below] = [step, -step].map((by) => scalarOf(target, { ...state, [name]: moved(by) }))
    return (above! - below!) / (2 * step)
  })
}

/**
 * Expects the gradients of a scalar to agree with central differences: the largest deviation within a tensor is at most
 * 1e-7 of its largest element. The differences themselves are exact to about 1e-10.
 */
export const expectGradients = (target: Value, variables: ReadonlyArray<Value>, state: Bindings): void => {
  const outputs = Object.fromEntries(
    gradients(target, variables).map((gradient, i) => [variableName(variables[i]!), gradient])
  )
  for (const [name, { data, shape }] of Object.entries(evaluate({ outputs, updates: [] }, state).outputs)) {
    const expected = centralDifferences(target, state, name)
    expect(shape).toEqual(state[name]!.shape)
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    expect(largest, `differences of ${name}`).toBeGreaterThan(1e-3)
    data.forEach((value, i) => {
      expect(Math.abs(value - expected[i]!), `${name}[${i}]: ${value} and ${expected[i]}`).toBeLessThan(1e-7 * largest)
    })
  }
}
