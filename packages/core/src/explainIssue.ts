import type { SchemaIssue } from "effect"
import { describeIssue } from "./describeIssue.ts"

const valueAt = (value: unknown, path: ReadonlyArray<PropertyKey>): unknown =>
  path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Object.getOwnPropertyDescriptor(at, key)?.value : undefined),
    value
  )

/** A value as it stands in the file, cut where it would fill the line. */
const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "nothing"
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/**
 * The first thing that is wrong with a JSON value: at which key, and in words what stands there and what is allowed.
 *
 * @param json the value that was decoded
 */
export const explainIssue = (
  issue: SchemaIssue.Issue,
  json: unknown
): { readonly path: ReadonlyArray<PropertyKey>; readonly what: string } => {
  const { allowed, path, showFound, what } = describeIssue(issue)
  const found = showFound ? [`found ${shown(valueAt(json, path))}`] : []
  return { path, what: [[what, ...found].join(", "), ...(allowed === undefined ? [] : [allowed])].join("; ") }
}
