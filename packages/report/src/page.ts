import { type Html, html, trustedHtml } from "./html.ts"
import { styleSheet } from "./styleSheet.ts"
import { tableScript, tableScriptSource } from "./tableScript.ts"

/**
 * A whole document that needs nothing but itself. Its policy forbids every request and every script but the one that
 * sorts and filters tables, so that a text which slipped through could still do nothing.
 */
export const page = (options: {
  readonly title: string
  readonly description: string
  readonly about: Html
  readonly sections: ReadonlyArray<Html>
  /** CSS of this page, beside that of all. */
  readonly styles?: string
  /** True allows pictures that are in the page itself, as data URIs. */
  readonly pictures?: boolean
}): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; ${options.pictures === true ? "img-src data:; " : ""}style-src 'unsafe-inline'; script-src ${tableScriptSource}; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${options.description}">
<title>${options.title}</title>
<style>${trustedHtml(styleSheet + (options.styles ?? ""))}</style>
</head>
<body>
<header>
${options.about}
</header>
<main>
${options.sections}</main>
<script>${trustedHtml(tableScript)}</script>
</body>
</html>
`
