const light = `
  --paper: #fdfdfb; --raised: #f5f5f1; --ink: #1c1d1f; --muted: #5f6368; --line: #dcdcd5; --axis: #8c9095; --grid: #ebebe6; --shade: #0000001c;
  --bar: #a9b8c9; --accent: #b4430f; --link: #1c5a96;
  --good: #11663f; --good-ground: #e3f2e9; --open: #7a5200; --open-ground: #fbf0d9; --refused: #8c2f2f; --refused-ground: #f8e6e4;
  --arm-0: #4c5158; --arm-1: #0072b2; --arm-2: #d55e00; --arm-3: #009e73; --arm-4: #b0558c; --arm-5: #a67c00;`

const dark = `
  --paper: #16181b; --raised: #1f2226; --ink: #e6e6e2; --muted: #a2a7ad; --line: #363a40; --axis: #767c84; --grid: #282b30; --shade: #000000a0;
  --bar: #53657a; --accent: #f0915f; --link: #8ab8e6;
  --good: #83d3a8; --good-ground: #173527; --open: #e9c06c; --open-ground: #3a2f14; --refused: #eb9c95; --refused-ground: #402220;
  --arm-0: #b9bec5; --arm-1: #56b4e9; --arm-2: #ee8a4a; --arm-3: #35c49b; --arm-4: #dd93bf; --arm-5: #e0bb4c;`

/** The look of a report: one column of text, drawings in one or two, both in the colours that the reader prefers. */
export const styleSheet = `
:root { color-scheme: light dark;${light}
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Source Serif 4", Cambria, Georgia, "Liberation Serif", serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) { :root {${dark} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 67rem; padding: 3.5rem 1.5rem 5rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 var(--serif); font-variant-numeric: lining-nums; overflow-wrap: break-word; }
p, ul, ol, .derivation, .note { max-width: 42rem; margin: 0 0 1rem; }
h1, h2, h3 { line-height: 1.25; font-weight: 600; text-wrap: balance; }
h1 { font-size: 1.5rem; margin: 0 0 .4rem; }
h2 { font-size: 1.375rem; margin: 0 0 1rem; }
h3 { font-size: 1.0625rem; margin: 0 0 .35rem; }
section { margin-top: 3.25rem; padding-top: 1.75rem; border-top: 1px solid var(--line); }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.caps { font: 600 .75rem/1.6 var(--sans); letter-spacing: .07em; text-transform: uppercase; color: var(--muted); margin: 0 0 .5rem; }
.caps .name { letter-spacing: 0; text-transform: none; font-weight: 400; }
.quiet { color: var(--muted); font-weight: 400; }
header .quiet { margin: 0; }
#verdict { margin-top: 1.75rem; }
.lead { font-size: clamp(1.375rem, 1.05rem + 1.6vw, 1.8125rem); line-height: 1.32; max-width: 48rem; margin: 0 0 1.5rem; text-wrap: pretty; }
.lead.long { font-size: 1.25rem; line-height: 1.45; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 1rem 2rem; margin: 0 0 2.25rem;
  padding: 1rem 0; border: solid var(--line); border-width: 1px 0; font-family: var(--sans); }
.facts dt { font-size: .75rem; color: var(--muted); }
.facts dd { margin: 0; font-size: .9375rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
.findings { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 2.25rem 3rem; margin: 0 0 2.5rem; }
.finding { max-width: 42rem; }
.finding h4 { margin: 1rem 0 .35rem; font-size: .6875rem; }
.measures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 12.5rem), 1fr)); gap: .75rem 1.5rem; margin: 0 0 .75rem; font: .8125rem/1.45 var(--sans); font-variant-numeric: tabular-nums; }
.measures dt { color: var(--muted); }
.measures dd { margin: 0; font-weight: 600; }
.reason { font: .8125rem/1.6 var(--sans); color: var(--muted); margin: 0; }
.limits { padding-left: 1.15rem; }
.limits li { margin-bottom: .3rem; }
.badge { display: inline-block; padding: .1em .55em; border-radius: 1em; font: 600 .75rem/1.5 var(--sans); white-space: nowrap; vertical-align: .1em; }
.badge.good { color: var(--good); background: var(--good-ground); }
.badge.open { color: var(--open); background: var(--open-ground); }
.badge.refused { color: var(--refused); background: var(--refused-ground); }
.warning { max-width: 48rem; margin: 0 0 1.5rem; padding: .7rem 1rem; border-left: 3px solid var(--open); background: var(--open-ground); font: .875rem/1.55 var(--sans); }
.scroll { overflow-x: auto; margin: 0 0 1rem; container-type: inline-size;
  background: linear-gradient(to left, var(--paper) 35%, transparent) right / 2.5rem 100% no-repeat local, linear-gradient(to left, var(--shade), transparent) right / 1rem 100% no-repeat scroll; }
table { border-collapse: collapse; font: .8125rem/1.4 var(--sans); font-variant-numeric: tabular-nums; }
caption { caption-side: top; text-align: left; color: var(--muted); padding: 0 0 .75rem; }
caption span { display: block; max-width: min(48rem, 100cqi - 1rem); }
th, td { padding: .5rem .45rem; text-align: left; vertical-align: top; font-weight: 400; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 600; border-bottom-color: var(--axis); vertical-align: bottom; }
tbody th { font-weight: 600; white-space: nowrap; }
.numbers { width: 100%; font-size: .78rem; }
.numbers th:first-child { position: sticky; left: 0; background: var(--paper); }
.numbers caption span { position: sticky; left: 0; }
.numbers td, .numbers thead th { text-align: right; }
.numbers td { white-space: nowrap; }
.numbers .text .below, .numbers tbody th .below { white-space: normal; }
.numbers td.text, .numbers th.text { text-align: left; }
.numbers td.control { text-align: center; color: var(--muted); }
.sortable thead th:has(button) { padding: 0; }
.sortable button { width: 100%; height: 100%; padding: .5rem .45rem; border: 0; background: none; color: inherit; font: inherit; text-align: inherit; cursor: pointer; }
.sortable th:first-child button { padding-left: 0; }
.sortable th:last-child button { padding-right: 0; }
.sortable button:hover { color: var(--link); }
.sortable [aria-sort] button::after { content: "\\a0▲"; font-size: .7em; color: var(--link); }
.sortable [aria-sort="descending"] button::after { content: "\\a0▼"; }
.filter { display: block; margin: 0 0 .75rem; font: .8125rem/1.5 var(--sans); color: var(--muted); }
.filter input { margin: 0 .5rem; padding: .25rem .5rem; border: 1px solid var(--axis); border-radius: .25rem; background: var(--paper); color: var(--ink); font: inherit; }
@media (scripting: enabled) { .rest { display: none; } }
.more { margin: 0 0 1rem; font: .8125rem/1.5 var(--sans); color: var(--muted); }
.more button { margin-left: .5rem; padding: .25rem .75rem; border: 1px solid var(--axis); border-radius: .25rem; background: var(--paper); color: var(--link); font: inherit; cursor: pointer; }
.below { display: block; color: var(--muted); font-weight: 400; }
figure { margin: 1.5rem 0; }
.charts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.5rem 2.5rem; align-items: start; }
.chart { display: block; width: 100%; height: auto; font-family: var(--sans); font-variant-numeric: tabular-nums; }
.chart text { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
figcaption { font: .8125rem/1.6 var(--sans); color: var(--muted); margin-top: .9rem; max-width: 48rem; }
figcaption strong { color: var(--ink); }
.single { display: grid; grid-template-columns: minmax(0, 30rem) minmax(0, 1fr); gap: 0 2.5rem; align-items: start; grid-template-rows: auto 1fr; }
.single .charts { grid-template-columns: minmax(0, 1fr); grid-row: span 2; }
.single figcaption { margin-top: .25rem; }
.legend { display: flex; flex-wrap: wrap; gap: .35rem 1.5rem; margin: .9rem 0 0; padding: 0; list-style: none; font: .8125rem/1.5 var(--sans); }
.single .legend { flex-direction: column; margin: .25rem 0 .75rem; }
.swatch { width: 2rem; height: .75rem; margin-right: .55rem; vertical-align: -.05rem; fill: none; }
.derivation { padding: .75rem 1rem; background: var(--raised); font: .875rem/1.6 var(--sans); font-variant-numeric: tabular-nums; max-width: 48rem; }
.note { padding-left: 1rem; border-left: 3px solid var(--line); color: var(--muted); }
details { margin: 0 0 .75rem; font: .8125rem/1.6 var(--sans); }
summary { cursor: pointer; color: var(--link); width: fit-content; }
details[open] > summary { margin-bottom: .75rem; }
.terms dl { margin: 0; columns: 22rem 2; column-gap: 2.5rem; }
.terms div { break-inside: avoid; margin-bottom: .6rem; }
.terms dt { font-weight: 600; }
.terms dd { margin: 0; color: var(--muted); }
.references { padding-left: 1.35rem; }
.references li { margin-bottom: .5rem; }
code, pre { font-family: var(--mono); }
code { font-size: .9em; }
pre { margin: 0 0 1rem; padding: .85rem 1rem; background: var(--raised); overflow-x: auto; font-size: .8125rem; line-height: 1.5; }
pre code { font-size: inherit; }
.digests code { overflow-wrap: anywhere; }
@media screen and (max-width: 52rem) {
  body { padding: 1.75rem 1.15rem 3rem; font-size: 1rem; }
  .lead.long { font-size: 1.125rem; }
  section { margin-top: 2.25rem; padding-top: 1.4rem; }
  .charts, .single, .single .charts { grid-template-columns: minmax(0, 1fr); }
  .charts .chart { max-width: 34rem; }
  .single .legend { flex-direction: row; margin: .9rem 0 0; }
  .single figcaption { margin-top: .9rem; }
}
@media print {
  :root { color-scheme: light;${light} --paper: #fff; }
  html { font-size: 9.5pt; }
  body { max-width: none; padding: 0; font-size: 1rem; }
  .facts { grid-template-columns: repeat(4, 1fr); }
  .measures { grid-template-columns: repeat(2, 1fr); }
  section { margin-top: 1.5rem; padding-top: 1rem; }
  .filter, .more button, .sortable [aria-sort] button::after { display: none; }
  .scroll, pre { overflow: visible; background: none; }
  .charts { gap: 1rem 1.5rem; }
  .terms dl { columns: 2; }
  pre { white-space: pre-wrap; }
  th, td, .sortable thead th:has(button) { padding: .3rem .25rem; }
  .sortable thead th:first-child:has(button) { padding-left: 0; }
  .sortable button { display: contents; }
  .numbers { font-size: 6.75pt; }
  .numbers .badge { font-size: inherit; padding: 0; }
  .chart, figure:not(:has(.chart:nth-child(3))), .finding, tr { break-inside: avoid; }
  h2, h3, caption, thead, .charts, .legend { break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`
