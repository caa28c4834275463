// The gradient of a loss, and one step down it, by the definitions alone
import { evaluate, gradients, multiply, reduceSum, scalar, subtract, variable } from "@ebcle/tensor"

const w = variable("w", [2])
const error = subtract(w, scalar(3))
const loss = reduceSum(multiply(error, error), [0])
const [gradient] = gradients(loss, [w])
const update = { kind: "assign", variable: w, value: subtract(w, multiply(scalar(0.25), gradient)) }
const { outputs, state } = evaluate({ outputs: { loss }, updates: [update] }, { w: { shape: [2], data: [0, 5] } }, {})
console.log(outputs.loss.data, state.w.data)
