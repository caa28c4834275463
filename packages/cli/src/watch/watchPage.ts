/** The live page: it asks for its contents once a second, so that it needs no library and no connection that is kept. */
export const watchPage = (title: string, nonce: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ebcle watch</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">
:root { color-scheme: light dark; --paper: #fdfdfb; --ink: #1c1d1f; --muted: #5f6368; --line: #dcdcd5; --bar: #1c5a96; }
@media (prefers-color-scheme: dark) { :root { --paper: #16181b; --ink: #e6e6e2; --muted: #a2a7ad; --line: #363a40; --bar: #8ab8e6; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 2.5rem 1.25rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; }
h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
.lead, .empty { color: var(--muted); margin: 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: right; padding: .35rem .6rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
th { font-weight: 600; color: var(--muted); }
progress { width: 8rem; accent-color: var(--bar); vertical-align: middle; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1.25rem; }
figure { margin: 0; } figcaption { font-weight: 600; } figure svg { width: 100%; height: auto; }
#lost { color: #b4430f; }
</style>
</head>
<body>
<main id="content" aria-live="polite"><p class="empty">Reading the study …</p></main>
<p id="lost" role="status" hidden>"ebcle watch" has ended; what is shown is its last word.</p>
<script nonce="${nonce}">
const content = document.getElementById("content"), lost = document.getElementById("lost")
let last
const show = async () => {
  try {
    const answer = await fetch("content")
    const text = await answer.text()
    if (answer.ok && text !== last) content.innerHTML = last = text
    lost.hidden = true
  } catch {
    lost.hidden = false
  }
  setTimeout(show, 1000)
}
show()
</script>
</body>
</html>
`
