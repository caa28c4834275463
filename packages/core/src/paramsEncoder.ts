import { Predicate, Schema, SchemaAST } from "effect"
import { deeplyFrozen, isDeeplyFrozen } from "./deeplyFrozen.ts"

type Encode = (value: unknown) => unknown

/** The encoder of a field, which encodes what is frozen in all its depth once. */
const fieldEncoder = (field: Schema.Codec<unknown, unknown>): Encode => {
  const encode = Schema.encodeUnknownSync(field)
  const known = new WeakMap<object, unknown>()
  return (value) => {
    if (!Predicate.isObjectOrArray(value) || !Object.isFrozen(value)) return encode(value)
    const found = known.get(value)
    if (found !== undefined) return found
    const encoded = encode(value)
    if (isDeeplyFrozen(value)) known.set(value, deeplyFrozen(encoded))
    return encoded
  }
}

type PlainStruct = Schema.Struct<Readonly<Record<string, Schema.Codec<unknown, unknown>>>>

/** Whether a schema says no more than what its fields say. */
const isPlainStruct = (schema: Schema.Top): schema is PlainStruct =>
  "fields" in schema &&
  schema.ast._tag === "Objects" &&
  schema.ast.checks === undefined &&
  schema.ast.encoding === undefined

const makeEncoder = (schema: Schema.Codec<unknown, unknown>): Encode => {
  const encode = Schema.encodeUnknownSync(schema)
  if (!isPlainStruct(schema)) return encode
  const fields = Object.entries(schema.fields).map(([name, field]) => ({
    name,
    encode: fieldEncoder(field),
    isOptional: SchemaAST.isOptional(field.ast)
  }))
  return (params) => {
    if (!Predicate.isReadonlyObject(params)) return encode(params)
    const encoded: Record<string, unknown> = {}
    for (const field of fields) {
      if (field.name in params) encoded[field.name] = field.encode(params[field.name])
      // Says what is missing.
      else if (!field.isOptional) return encode(params)
    }
    return encoded
  }
}

/** Encoders of stages' parameters: to make one takes longer than to use it. */
const encoders = new WeakMap<object, Encode>()

/**
 * The encoder of a stage's parameters. It throws for what does not fit the schema.
 *
 * The parts of a struct that are frozen in all their depth are encoded once: a study's trainings differ in little.
 */
export const paramsEncoder = <P>(params: Schema.Codec<P, unknown>): Encode => {
  const known = encoders.get(params)
  if (known !== undefined) return known
  const encoder = makeEncoder(params)
  encoders.set(params, encoder)
  return encoder
}
