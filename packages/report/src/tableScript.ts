import { createHash } from "node:crypto"

/** Tables with more rows than this get a field that filters them. */
const rowsToFilter = 5

/**
 * What makes tables sortable by their heads and filterable by a word. The page is complete without it.
 *
 * It writes text alone, never markup, and the page's policy allows this script by its digest and no other.
 */
export const tableScript = `"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  if (rows.length < 2) continue;
  const key = (row, column) => {
    const text = row.cells[column].firstChild?.textContent.trim() ?? "";
    const number = Number.parseFloat(text.replaceAll(",", "").replace("\\u2212", "-").replace(/^[^-+.\\d]*[=<]\\s*/, ""));
    return { text, number: /^[\\u2212+\\-]?\\.?\\d|^p\\s/.test(text) ? number : Number.NaN };
  };
  const compare = (column, sign) => (a, b) => {
    const [x, y] = [key(a, column), key(b, column)];
    const noX = Number.isNaN(x.number), noY = Number.isNaN(y.number);
    if (noX && noY) return sign * x.text.localeCompare(y.text, "en", { numeric: true });
    return noX || noY ? noX - noY : sign * (x.number - y.number);
  };
  const heads = [...table.tHead.rows[0].cells];
  for (const [column, head] of heads.entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = "Sort by this column";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      rows.sort(compare(column, descending ? -1 : 1));
      body.append(...rows);
    });
  }
  if (rows.length <= ${rowsToFilter}) continue;
  const label = document.createElement("label");
  const field = document.createElement("input");
  const count = document.createElement("span");
  label.className = "filter";
  field.type = "search";
  count.setAttribute("role", "status");
  label.append("Filter rows ", field, " ", count);
  table.parentElement.before(label);
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    count.textContent = words.length === 0 ? "" : shown + " of " + rows.length;
  });
}
`

/** What the page's content security policy calls the script by. */
export const tableScriptSource = `'sha256-${createHash("sha256").update(tableScript).digest("base64")}'`
