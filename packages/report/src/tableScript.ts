import { createHash } from "node:crypto"

/** Tables with more rows than this get a field that filters them. */
const rowsToFilter = 5

/**
 * What makes tables sortable by their heads and filterable by a word, and shows the rows of a long one that are folded
 * away (`tbody.rest`). The page is complete without it.
 *
 * It writes text alone, never markup, and the page's policy allows this script by its digest and no other.
 */
export const tableScript = `"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const [body, rest] = table.tBodies;
  const rows = [...body.rows, ...(rest?.rows ?? [])];
  if (rows.length < 2) continue;
  let most = rest ? body.rows.length : rows.length;
  let found = rows;
  let told = () => {};
  const place = () => {
    const ones = new Set(found);
    found = rows.filter((row) => ones.has(row));
    for (const row of rows) row.hidden = !ones.has(row);
    body.append(...found.slice(0, most));
    rest?.append(...found.slice(most), ...rows.filter((row) => row.hidden));
    told();
  };
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
      place();
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
    found = rows.filter((row) => {
      const text = row.textContent.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    count.textContent = words.length === 0 ? "" : found.length + " of " + rows.length;
    place();
  });
  if (!rest) continue;
  const more = document.createElement("p");
  const shown = document.createElement("span");
  const all = document.createElement("button");
  more.className = "more";
  all.type = "button";
  all.textContent = "Show all rows";
  more.append(shown, " ", all);
  table.parentElement.after(more);
  told = () => {
    more.hidden = found.length <= most;
    shown.textContent = "The first " + most + " of " + found.length + " rows are shown.";
  };
  all.addEventListener("click", () => {
    most = rows.length;
    place();
    table.parentElement.focus();
  });
  told();
}
`

/** What the page's content security policy calls the script by. */
export const tableScriptSource = `'sha256-${createHash("sha256").update(tableScript).digest("base64")}'`
