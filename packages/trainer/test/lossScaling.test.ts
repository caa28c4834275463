import { evaluate, variable } from "@ebcle/tensor"
import { describe, expect, it } from "vitest"
import { lossScaling } from "../src/optimizers/lossScaling.ts"

const { guard, scale, state, unscale } = lossScaling()
const gradient = variable("gradient", [2])
const weight = variable("weight", [2])
const velocity = variable("velocity", [2])
const learningRate = variable("learningRate", [])
const program = {
  outputs: { unscaled: unscale([gradient])[0]! },
  updates: guard(
    [{ kind: "momentum", variable: weight, velocity, gradient, learningRate, momentum: 0.5, nesterov: false }],
    [gradient]
  )
}

/** What a step makes of the scale, the steps without overflow and a weight of 1 with a velocity of 4. */
const stepped = (slope: ReadonlyArray<number>, scale: number, steadySteps: number) => {
  const numbers = (...data: ReadonlyArray<number>) => ({ shape: [data.length], data: Float64Array.from(data) })
  const number = (value: number) => ({ shape: [], data: Float64Array.of(value) })
  const after = evaluate(program, {
    gradient: numbers(...slope),
    weight: numbers(1, 1),
    velocity: numbers(4, 4),
    learningRate: number(0.25),
    lossScale: number(scale),
    "lossScale.steadySteps": number(steadySteps)
  })
  const numbersOf = (name: string) => [...after.state[name]!.data]
  return {
    scale: numbersOf("lossScale")[0],
    steadySteps: numbersOf("lossScale.steadySteps")[0],
    weight: numbersOf("weight"),
    velocity: numbersOf("velocity"),
    unscaled: [...after.outputs.unscaled!.data]
  }
}

describe("the scale of a loss in float16", () => {
  it("starts at 65,536", () => {
    expect(state.map(({ initial }) => initial(1)[0])).toEqual([65_536, 0])
    expect(scale.shape).toEqual([])
  })

  it("stays, and the step is made, where gradients are finite", () => {
    expect(stepped([2, -2], 8, 3)).toEqual({
      scale: 8,
      steadySteps: 4,
      weight: [0, 1],
      velocity: [4, 0],
      unscaled: [0.25, -0.25]
    })
  })

  it("doubles after 2,000 steps without overflow", () => {
    expect(stepped([2, -2], 8, 1998)).toMatchObject({ scale: 8, steadySteps: 1999 })
    expect(stepped([2, -2], 8, 1999)).toMatchObject({ scale: 16, steadySteps: 0, weight: [0, 1] })
  })

  it.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN])(
    "halves, and nothing else changes, where one is %d",
    (slope) => {
      expect(stepped([2, slope], 8, 1999)).toMatchObject({ scale: 4, steadySteps: 0, weight: [1, 1], velocity: [4, 4] })
    }
  )
})
