import { Context } from "effect"

/** Bytes of training images that may lie on the device at once; more are written to it call by call, to the same results. */
export const DeviceBudget = Context.Reference<number>("@ebcle/trainer/DeviceBudget", { defaultValue: () => 2 ** 31 })
