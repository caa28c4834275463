import { join } from "node:path"
import process from "node:process"
import { type BenchmarkPrecision, type NetworkName, precisions } from "./networks.ts"

/** A program that trains: how it is started, and what it is called. */
export interface Contender {
  readonly title: string
  readonly command: (
    network: NetworkName,
    precision: BenchmarkPrecision
  ) => readonly [command: string, args: ReadonlyArray<string>]
  /** Networks that it cannot train, or takes most of a minute a step for: libraries without kernels for grouped convolutions. */
  readonly leftOut: ReadonlyArray<NetworkName>
  /** What it can compute in. */
  readonly precisions: ReadonlyArray<BenchmarkPrecision>
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
      leftOut: [],
      precisions
    },
    pytorch: { title: "PyTorch", command: peer("pytorch.py", "eager"), leftOut: [], precisions },
    "pytorch-compile": { title: "PyTorch compiled", command: peer("pytorch.py", "compile"), leftOut: [], precisions },
    tensorflow: {
      title: "TensorFlow while",
      command: peer("tensorflow_keras.py", "while"),
      leftOut: ["resnext29"],
      precisions
    },
    keras: { title: "Keras", command: peer("tensorflow_keras.py", "step"), leftOut: ["resnext29"], precisions },
    jax: { title: "JAX", command: peer("jax_jit.py", "step"), leftOut: ["resnext29"], precisions },
    tfjs: {
      title: "tfjs layers",
      command: (network, precision) => [process.execPath, [join(folder, "dist", "tfjs.js"), network, precision]],
      leftOut: ["resnext29"],
      precisions: ["float32"]
    }
  } as const satisfies Readonly<Record<string, Contender>>
}

export type ContenderName = keyof ReturnType<typeof contendersIn>
