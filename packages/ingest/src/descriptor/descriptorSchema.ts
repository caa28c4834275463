import { Schema } from "effect"
import { Descriptor } from "./descriptor.ts"

/** The JSON Schema (draft 2020-12) of a descriptor's file, as editors read it: `configs/dataset.schema.json`. */
export const descriptorSchema = () => {
  const { definitions, schema } = Schema.toJsonSchemaDocument(Descriptor, { onExcessProperty: "error" })
  return { $schema: "https://json-schema.org/draft/2020-12/schema", ...schema, $defs: definitions }
}
