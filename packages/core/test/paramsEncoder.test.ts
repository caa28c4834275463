import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { deeplyFrozen, isDeeplyFrozen } from "../src/deeplyFrozen.ts"
import { paramsEncoder } from "../src/paramsEncoder.ts"

const Params = Schema.Struct({
  cell: Schema.Struct({ seed: Schema.Int }),
  recipe: Schema.Struct({ rates: Schema.Array(Schema.Finite), at: Schema.DateFromString }),
  network: Schema.Unknown,
  probe: Schema.optionalKey(Schema.Struct({ images: Schema.Int }))
})

const params = { cell: { seed: 1 }, recipe: { rates: [0.1, 0.2], at: new Date(0) }, network: { layers: [1, "a"] } }

describe("paramsEncoder", () => {
  it.each([
    ["without an optional key", params],
    ["with it", { ...params, probe: { images: 16 } }],
    ["frozen in all its depth", deeplyFrozen(structuredClone(params))],
    ["with more than the schema has", { ...params, recipe: { ...params.recipe, more: 1 }, more: 1 }]
  ])("gives what the schema itself gives: %s", (_, value) => {
    const expected = Schema.encodeUnknownSync(Params)(value)
    const encode = paramsEncoder(Params)
    expect(encode(value)).toStrictEqual(expected)
    expect(encode(value)).toStrictEqual(expected)
  })

  it("encodes once what is frozen in all its depth, for a field each", () => {
    const Both = Schema.Struct({ text: Schema.Unknown, date: Schema.Struct({ at: Schema.DateFromString }) })
    const at = deeplyFrozen({ at: new Date(0) })
    const encode = paramsEncoder<typeof Both.Type>(Both)
    const [first, second] = [encode({ text: at, date: at }), encode({ text: at, date: at })] as ReadonlyArray<
      Record<string, unknown>
    >
    expect(first).toStrictEqual({ text: at, date: { at: "1970-01-01T00:00:00.000Z" } })
    expect(second!.date).toBe(first!.date)
    expect(isDeeplyFrozen(first!.date)).toBe(true)
  })

  it("sees what changed in something that is frozen at its surface alone", () => {
    const rates = [0.1]
    const recipe = Object.freeze({ rates, at: new Date(0) })
    const encode = paramsEncoder(Params)
    encode({ ...params, recipe })
    rates.push(0.5)
    expect(encode({ ...params, recipe })).toMatchObject({ recipe: { rates: [0.1, 0.5] } })
  })

  it.each([
    ["a key is missing", { cell: params.cell, network: {} }],
    ["a part does not fit", { ...params, cell: { seed: 0.5 } }],
    ["a frozen part does not fit", { ...params, cell: deeplyFrozen({ seed: 0.5 }) }],
    ["it is no object", 1]
  ])("throws where %s", (_, value) => {
    const encode = paramsEncoder<unknown>(Params)
    expect(() => encode(value)).toThrow()
    expect(() => encode(value)).toThrow()
  })

  it("minds what a schema says beside its fields", () => {
    const Ordered = Schema.Struct({ low: Schema.Int, high: Schema.Int }).check(
      Schema.makeFilter(({ high, low }) => low <= high)
    )
    expect(() => paramsEncoder(Ordered)({ low: 2, high: 1 })).toThrow()
  })
})
