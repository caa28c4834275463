import { Schema } from "effect"
import { Study } from "./study.ts"

/** The JSON Schema (draft 2020-12) of a study's file, as editors read it: `configs/study.schema.json`. */
export const studySchema = () => {
  const { definitions, schema } = Schema.toJsonSchemaDocument(Study, { onExcessProperty: "error" })
  return { $schema: "https://json-schema.org/draft/2020-12/schema", ...schema, $defs: definitions }
}
