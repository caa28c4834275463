import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import fc from "fast-check"
import { canonicalJson, sha256 } from "../src/canonicalJson.ts"

/** The same value with the keys of every object in reverse order. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== "object" || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, reversed(inner)] as const)
  return Object.fromEntries(entries.reverse())
}

describe("canonicalJson", () => {
  it.effect("orders keys by code unit, at every depth, without white space", () =>
    Effect.gen(function* () {
      const text = yield* canonicalJson({ b: [1, { z: null, a: true }], B: "ä", "10": 1e21, "9": 0.1, é: -0 })
      assert.strictEqual(text, '{"10":1e+21,"9":0.1,"B":"ä","b":[1,{"a":true,"z":null}],"é":0}')
    })
  )

  it.effect("leaves out what is undefined, as JSON does", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* canonicalJson({ a: undefined, b: 1 }), '{"b":1}')
    })
  )

  it("gives equal values equal text, and text that reads back as the value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = Effect.runSync(canonicalJson(value))
        assert.strictEqual(text, Effect.runSync(canonicalJson(reversed(value))))
        assert.strictEqual(text, Effect.runSync(canonicalJson(JSON.parse(text))))
        assert.deepStrictEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)))
      })
    )
  })

  it.effect("keeps the text only of what is frozen in all its depth", () =>
    Effect.gen(function* () {
      const inner = { n: 1 }
      const shallow = Object.freeze({ inner })
      const deep = Object.freeze({ inner: Object.freeze({ n: 1 }) })
      const value = { deep, shallow }
      assert.strictEqual(yield* canonicalJson(value), '{"deep":{"inner":{"n":1}},"shallow":{"inner":{"n":1}}}')
      inner.n = 2
      assert.strictEqual(yield* canonicalJson(value), '{"deep":{"inner":{"n":1}},"shallow":{"inner":{"n":2}}}')
    })
  )

  it.effect.each([
    ["NaN", { recipe: { rates: [0.1, Number.NaN] } }, "recipe.rates[1]: NaN"],
    ["an infinity", { a: Number.POSITIVE_INFINITY }, "a: Infinity"],
    ["a function", { a: { b: () => 1 } }, "a.b: a function"],
    ["a date", { when: new Date(0) }, "when: a Date"],
    ["a map", [new Map()], "[0]: a Map"],
    ["typed numbers", { x: new Float64Array(1) }, "x: a Float64Array"],
    ["undefined in a list", { list: [undefined] }, "list[0]: undefined"],
    ["a big integer", { n: 1n }, "n: a bigint"],
    ["a value that is not data at all", Symbol("s"), "the value: a symbol"]
  ] as const)("refuses %s and says where", ([, value, start]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(canonicalJson(value))
      assert.strictEqual(error.reason, "KeyNotHashable")
      assert.isTrue(error.message.startsWith(start), error.message)
      assert.notInclude(error.message, "\n")
    })
  )
})

describe("sha256", () => {
  // FIPS 180-4 examples: "abc", and the empty message.
  it.each([
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]
  ])("of %j", (text, expected) => {
    assert.strictEqual(sha256(text), expected)
    assert.strictEqual(sha256(new TextEncoder().encode(text)), expected)
  })
})
