import { damaged } from "./pickleFault.ts"

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1")

/** The number of an INT or LONG line: `01` and `00` are booleans, and a long ends with L. */
export const parseIntegerLine = (line: Uint8Array, byte: number): number | bigint | boolean => {
  const text = latin1(line)
  if (text === "00") return false
  if (text === "01") return true
  if (!/^-?\d{1,20}L?$/.test(text)) damaged(byte, "this line is no whole number below 2^64")
  const value = BigInt(text.replace("L", ""))
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

export const parseFloatLine = (line: Uint8Array, byte: number): number => {
  const text = latin1(line).trim()
  const named = { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, "-inf": Number.NEGATIVE_INFINITY }[text]
  if (named !== undefined) return named
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) damaged(byte, "this line is no number")
  return Number(text)
}

/** What stands for a byte after a backslash in a Python 2 string. */
const escapes: Readonly<Record<string, number>> = {
  "\\": 0x5c,
  "'": 0x27,
  '"': 0x22,
  a: 0x07,
  b: 0x08,
  f: 0x0c,
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
  v: 0x0b
}

/** The bytes of a STRING line: a Python 2 string literal in quotes. */
export const unescapeBytes = (line: Uint8Array, byte: number): Uint8Array => {
  const quote = line[0]
  if (line.length < 2 || (quote !== 0x27 && quote !== 0x22) || line.at(-1) !== quote) {
    damaged(byte, "this line is no string in quotes")
  }
  const bytes = new Uint8Array(line.length)
  let length = 0
  for (let at = 1; at < line.length - 1; at++) {
    if (line[at] !== 0x5c) {
      bytes[length++] = line[at]!
      continue
    }
    const letter = String.fromCharCode(line[++at]!)
    const hex = latin1(line.subarray(at + 1, at + 3))
    if (letter === "x" && /^[0-9a-f]{2}$/i.test(hex)) {
      bytes[length++] = Number.parseInt(hex, 16)
      at += 2
    } else bytes[length++] = escapes[letter] ?? damaged(byte, `this string has the unknown escape \\${letter}`)
  }
  return bytes.slice(0, length)
}

/** The text of a UNICODE line: Latin-1 with \uXXXX and \UXXXXXXXX for the rest. */
export const unescapeText = (line: Uint8Array, byte: number): string =>
  latin1(line).replaceAll(/\\u([0-9a-f]{4})|\\U([0-9a-f]{8})/gi, (_, short, long) => {
    const code = Number.parseInt(short ?? long, 16)
    return code > 0x10ffff ? damaged(byte, "this text has a character that does not exist") : String.fromCodePoint(code)
  })
