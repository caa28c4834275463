import type { Bindings } from "@ebcle/tensor"
import { expect } from "vitest"
import type { HostTensors } from "../src/hostTensor.ts"

/** Tensors as `evaluate` takes them. */
export const toBindings = (tensors: HostTensors): Bindings =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { data, shape }]) => [name, { shape, data: Float64Array.from(data) }])
  )

/** Expects floats within `tolerance` of the largest element of their tensor, and integers exactly. */
export const expectClose = (actual: HostTensors, expected: Bindings, tolerance: number): void => {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort())
  for (const [name, { data, dtype, shape }] of Object.entries(actual)) {
    const wanted = expected[name]!
    expect(shape, name).toEqual(wanted.shape)
    expect(data.length, name).toBe(wanted.data.length)
    const largest = wanted.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    const allowed = dtype === "float32" ? tolerance * largest : 0
    data.forEach((value, i) => {
      const error = Math.abs(value - wanted.data[i]!)
      expect(error <= allowed, `${name}[${i}] is ${value} and should be ${wanted.data[i]} ± ${allowed}`).toBe(true)
    })
  }
}
