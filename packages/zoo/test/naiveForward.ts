import type { Architecture, ImageShape, Layer } from "../src/index.ts"

type Image = ReadonlyArray<ReadonlyArray<ReadonlyArray<number>>>

interface Ledger {
  multiplyAdds: number
  readonly parameters: Set<string>
  readonly statistics: Set<string>
}

/**
 * A forward pass by plain loops over explicitly padded images, all weights 1, that writes down each multiplication of a
 * kernel and each distinct number that it reads. It shares no arithmetic with the formulas under test.
 */
export const naiveForward = (architecture: Architecture) => {
  const ledger: Ledger = { multiplyAdds: 0, parameters: new Set(), statistics: new Set() }
  const output = architecture.layers.reduce((x, layer) => apply(layer, x, ledger), ones(architecture.input))
  return {
    shape: sizes(output),
    parameters: ledger.parameters.size,
    statistics: ledger.statistics.size,
    multiplyAdds: ledger.multiplyAdds
  }
}

const ones = ([height, width, channels]: ImageShape): Image => grid(height, width, () => new Array(channels).fill(1))

const grid = (height: number, width: number, pixel: (row: number, column: number) => ReadonlyArray<number>): Image =>
  Array.from({ length: height }, (_, row) => Array.from({ length: width }, (_, column) => pixel(row, column)))

const sizes = (x: Image) => [x.length, x[0]!.length, x[0]![0]!.length]

const apply = (layer: Layer, x: Image, ledger: Ledger): Image => {
  const [height, width, channels] = sizes(x) as [number, number, number]
  switch (layer.kind) {
    case "convolution":
      return convolve(layer, pad(x, layer.kernel), ledger)
    case "batchNorm":
      for (let channel = 0; channel < channels; channel++) {
        for (const what of ["scale", "offset"]) ledger.parameters.add(`${layer.name}.${what}[${channel}]`)
        for (const what of ["mean", "variance"]) ledger.statistics.add(`${layer.name}.${what}[${channel}]`)
      }
      return x
    case "swish":
    case "sigmoid":
      // Which numbers an activation gives does not change what is counted.
      return x
    case "concat": {
      const branch = layer.branch.reduce((value, inner) => apply(inner, value, ledger), x)
      const shortcut = layer.shortcut.reduce((value, inner) => apply(inner, value, ledger), x)
      const [rows, columns] = sizes(branch) as [number, number, number]
      return grid(rows, columns, (row, column) => [...shortcut[row]![column]!, ...branch[row]![column]!])
    }
    case "selectChannels":
      return grid(height, width, (row, column) => x[row]![column]!.slice(layer.from, layer.from + layer.count))
    case "shuffleChannels":
      return grid(height, width, (row, column) => {
        const perGroup = channels / layer.groups
        return x[row]![column]!.map(
          (_, to) => x[row]![column]![(to % layer.groups) * perGroup + Math.floor(to / layer.groups)]!
        )
      })
    case "flatten":
      return grid(1, 1, () =>
        x[0]![0]!.flatMap((_, channel) => x.flatMap((line) => line.map((pixel) => pixel[channel]!)))
      )
    case "gate": {
      const [[gates]] = layer.branch.reduce((value, inner) => apply(inner, value, ledger), x) as [
        [ReadonlyArray<number>]
      ]
      return grid(height, width, (row, column) => x[row]![column]!.map((value, channel) => value * gates[channel]!))
    }
    case "averagePool":
      return grid(
        Math.floor(height / layer.size),
        Math.floor(width / layer.size),
        (row, column) => x[row * layer.size]![column * layer.size]!
      )
    case "maxPool": {
      const padded = pad(x, [layer.size, layer.size])
      const rows = Math.floor((padded.length - layer.size) / layer.stride) + 1
      const columns = Math.floor((padded[0]!.length - layer.size) / layer.stride) + 1
      return grid(rows, columns, (row, column) => padded[row * layer.stride]![column * layer.stride]!)
    }
    case "relu6":
    case "relu":
      return grid(height, width, (row, column) => x[row]![column]!.map((value) => Math.max(0, value)))
    case "residual": {
      const branch = layer.branch.reduce((value, inner) => apply(inner, value, ledger), x)
      const shortcut = layer.shortcut.reduce((value, inner) => apply(inner, value, ledger), x)
      const [rows, columns] = sizes(branch) as [number, number, number]
      return grid(rows, columns, (row, column) =>
        branch[row]![column]!.map((value, channel) => value + shortcut[row]![column]![channel]!)
      )
    }
    case "subsample":
      return x
        .filter((_, row) => row % layer.stride === 0)
        .map((line) => line.filter((_, column) => column % layer.stride === 0))
    case "padChannels":
      return grid(height, width, (row, column) => [
        ...new Array<number>(layer.before).fill(0),
        ...x[row]![column]!,
        ...new Array<number>(layer.after).fill(0)
      ])
    case "globalAveragePool":
      return grid(1, 1, () =>
        x[0]![0]!.map((_, channel) => x.flat().reduce((sum, pixel) => sum + pixel[channel]!, 0) / (height * width))
      )
    case "dense":
      return grid(1, 1, () =>
        Array.from({ length: layer.outputs }, (_, output) => {
          ledger.parameters.add(`${layer.name}.bias[${output}]`)
          return x[0]![0]!.reduce((sum, value, input) => {
            ledger.parameters.add(`${layer.name}.kernel[${input}, ${output}]`)
            ledger.multiplyAdds += 1
            return sum + value
          }, 0)
        })
      )
  }
}

const pad = (x: Image, [kernelHeight, kernelWidth]: readonly [number, number]): Image => {
  const [height, width, channels] = sizes(x) as [number, number, number]
  const [top, left] = [(kernelHeight - 1) / 2, (kernelWidth - 1) / 2]
  const zeros = new Array<number>(channels).fill(0)
  return grid(height + 2 * top, width + 2 * left, (row, column) => x[row - top]?.[column - left] ?? zeros)
}

const convolve = (layer: Extract<Layer, { kind: "convolution" }>, padded: Image, ledger: Ledger): Image => {
  const [height, width] = sizes(padded) as [number, number, number]
  const [kernelHeight, kernelWidth] = layer.kernel
  const output: Array<Array<Array<number>>> = []
  for (let top = 0; top + kernelHeight <= height; top += layer.stride) {
    const line: Array<Array<number>> = []
    for (let left = 0; left + kernelWidth <= width; left += layer.stride) {
      line.push(
        Array.from({ length: layer.outputs }, (_, out) => {
          let sum = 0
          const own = layer.inputs / layer.groups
          const first = Math.floor(out / (layer.outputs / layer.groups)) * own
          for (let row = 0; row < kernelHeight; row++) {
            for (let column = 0; column < kernelWidth; column++) {
              const pixel = padded[top + row]![left + column]!.slice(first, first + own)
              pixel.forEach((value, input) => {
                ledger.parameters.add(`${layer.name}.kernel[${row}, ${column}, ${input}, ${out}]`)
                ledger.multiplyAdds += 1
                sum += value
              })
            }
          }
          return sum
        })
      )
    }
    output.push(line)
  }
  return output
}
