import { join } from "node:path"
import process from "node:process"
import type { BenchmarkPrecision, NetworkName } from "./networks.ts"

/** A program that trains: how it is started, and what it is called. */
export interface Contender {
  readonly title: string
  readonly command: (
    network: NetworkName,
    precision: BenchmarkPrecision
  ) => readonly [command: string, args: ReadonlyArray<string>]
  /** Networks that it takes most of a minute a step for: grouped convolutions, where a library has no kernel for them. */
  readonly tooSlow: ReadonlyArray<NetworkName>
}

/** Everyone who takes part, ourselves first. `folder` is that of this package, `python` the peers' interpreter. */
export const contendersIn = (folder: string, python: string) => {
  const peer =
    (script: string, mode: string): Contender["command"] =>
    (network, precision) => [python, [join(folder, "peer", script), network, precision, mode]]
  return {
    ours: {
      title: "ebcle",
      command: (network, precision) => [process.execPath, [join(folder, "dist", "ours.js"), network, precision]],
      tooSlow: []
    },
    pytorch: { title: "PyTorch", command: peer("pytorch.py", "eager"), tooSlow: [] },
    "pytorch-compile": { title: "PyTorch compiled", command: peer("pytorch.py", "compile"), tooSlow: [] },
    tensorflow: {
      title: "TensorFlow while",
      command: peer("tensorflow_keras.py", "while"),
      tooSlow: ["resnext29"]
    },
    keras: { title: "Keras", command: peer("tensorflow_keras.py", "step"), tooSlow: ["resnext29"] },
    jax: { title: "JAX", command: peer("jax_jit.py", "step"), tooSlow: ["resnext29"] }
  } as const satisfies Readonly<Record<string, Contender>>
}

export type ContenderName = keyof ReturnType<typeof contendersIn>
