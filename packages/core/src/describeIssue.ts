import { SchemaAST, SchemaIssue } from "effect"

/** Where in a JSON value something is wrong, and how. */
export interface Fault {
  readonly path: ReadonlyArray<PropertyKey>
  readonly what: string
  /** Whether the value that stands at `path` helps a reader. */
  readonly showFound: boolean
  readonly allowed?: string
}

const quoted = (values: ReadonlyArray<unknown>): string => values.map((value) => JSON.stringify(value)).join(" or ")

const expected = (text: string) => `expected ${text.replace(/^Expected /, "").replaceAll(" | ", " or ")}`

/** What a record asks of its keys, where it asks anything. */
const keyRule = (ast: SchemaAST.Objects): unknown => ast.indexSignatures[0]?.parameter.checks?.[0].annotations?.expected

/** The key by which the members of a union are told apart, and its values; undefined for other unions. */
const discriminator = (union: SchemaAST.Union) => {
  const literals = union.types.flatMap((member) =>
    SchemaAST.isObjects(member)
      ? member.propertySignatures.flatMap(({ name, type }) =>
          SchemaAST.isLiteral(type) ? [{ name, literal: type.literal }] : []
        )
      : []
  )
  const name = literals[0]?.name
  return name === undefined ? undefined : { name, values: literals.map(({ literal }) => literal) }
}

const isAboutKeys = (issue: SchemaIssue.Issue): boolean => {
  switch (issue._tag) {
    case "Composite":
      return isAboutKeys(issue.issues[0])
    case "Pointer":
      return isAboutKeys(issue.issue)
    default:
      return issue._tag === "UnexpectedKey" || issue._tag === "MissingKey"
  }
}

/** The first thing that is wrong with a value, in the words of whoever wrote its file. */
export const describeIssue = (issue: SchemaIssue.Issue, path: ReadonlyArray<PropertyKey> = []): Fault => {
  const at = (what: string, showFound = true, more: ReadonlyArray<PropertyKey> = []): Fault => ({
    path: [...path, ...more],
    what,
    showFound
  })
  switch (issue._tag) {
    case "Pointer":
      return describeIssue(issue.issue, [...path, ...issue.path])
    case "Composite":
      return describeIssue(issue.issues[0], path)
    case "Encoding":
      return describeIssue(issue.issue, path)
    case "Filter":
      return issue.issue._tag === "InvalidValue"
        ? at(expected(String(issue.filter.annotations?.expected ?? "another value")))
        : describeIssue(issue.issue, path)
    case "AnyOf": {
      const [only, ...others] = issue.issues
      if (only !== undefined && others.length === 0) return describeIssue(only, path)
      // A member that has the right keys is the one that was meant.
      const meant = issue.issues.find((member) => member._tag !== "InvalidType" && !isAboutKeys(member))
      if (meant !== undefined) return describeIssue(meant, path)
      const told = discriminator(issue.ast)
      return told === undefined
        ? at(expected(SchemaIssue.defaultLeafHook(new SchemaIssue.InvalidType(issue.ast))))
        : at(expected(quoted(told.values)), true, [told.name])
    }
    case "UnexpectedKey": {
      if (!SchemaAST.isObjects(issue.ast)) return at("is one too many", false)
      const keys = issue.ast.propertySignatures.map(({ name }) => String(name))
      return keys.length === 0
        ? at(`the key itself must be ${keyRule(issue.ast)}`, false)
        : { ...at("no such key"), allowed: `the keys here are ${keys.join(", ")}` }
    }
    case "MissingKey":
      return at("missing", false)
    case "InvalidType":
      return at(SchemaAST.isObjects(issue.ast) ? "expected an object" : expected(SchemaIssue.defaultLeafHook(issue)))
    default:
      return at(expected(SchemaIssue.defaultLeafHook(issue)))
  }
}
