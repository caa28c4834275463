import type { Operation } from "@ebcle/tensor"

/** An operation of our own library: it stands in rewritten programs alone, and means what the operations meant that it replaces. */
export const nativeOperation = <A>(name: string, infer: Operation<A>["infer"]): Operation<A> => ({
  name,
  precision: "fixed",
  infer,
  evaluate: () => {
    throw new Error(`${name} is run by TensorFlow only`)
  }
})
