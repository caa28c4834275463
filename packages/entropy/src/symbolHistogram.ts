import { plugInTerms } from "./plugInTerms.ts"

/**
 * Prepares the plug-in entropy, in nats, of `size` symbols from 0 to below `possible`, where most possible ones do not
 * occur: time is that of the symbols, not of the possible ones.
 *
 * @param counts zeros, one for each possible symbol, which are zeros again afterwards: histograms may share them
 */
export const symbolHistogram = (
  possible: number,
  size: number,
  counts: Int32Array = new Int32Array(possible)
): ((symbols: Int32Array) => number) => {
  const terms = plugInTerms(size)
  return (symbols) => {
    for (let at = 0; at < size; at++) counts[symbols[at]!]!++
    let entropy = 0
    for (let at = 0; at < size; at++) {
      const symbol = symbols[at]!
      // Met again, a symbol has count 0 and adds nothing.
      entropy += terms[counts[symbol]!]!
      counts[symbol] = 0
    }
    return entropy
  }
}
