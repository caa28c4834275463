import { add, multiply, scalar, subtract, type Update } from "@ebcle/tensor"

/** An update that says what its variable becomes. */
export type Assignment = Extract<Update, { readonly kind: "assign" }>

/** The same update with the new values spelled out. */
export const assignments = (update: Update): ReadonlyArray<Assignment> => {
  if (update.kind === "assign") return [update]
  const { gradient, learningRate, momentum, nesterov, velocity } = update
  const moved = add(multiply(velocity, scalar(momentum)), gradient)
  const step = nesterov ? add(gradient, multiply(moved, scalar(momentum))) : moved
  return [
    { kind: "assign", variable: velocity, value: moved },
    { kind: "assign", variable: update.variable, value: subtract(update.variable, multiply(step, learningRate)) }
  ]
}
