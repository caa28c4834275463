import { type ChartSpec, drawSvg, html, trustedHtml } from "@ebcle/report"
import { formatDuration } from "../progressBar.ts"
import type { CurvePoint, WatchedTraining, WatchState } from "./watchState.ts"

/** Tells arms apart on both grounds, also for eyes that see no red and green (Okabe and Ito 2008). */
const colors = ["#7d8590", "#0072b2", "#d55e00", "#009e73", "#b0558c", "#a67c00"]

/** A quantity by epoch, a line for each training, coloured by its model and variant. */
const curves = (
  points: ReadonlyArray<CurvePoint>,
  field: "loss" | "testAccuracy",
  axis: { readonly title: string; readonly format: string }
): ChartSpec => ({
  width: 440,
  height: 240,
  background: "transparent",
  config: {
    view: { stroke: null },
    axis: {
      labelColor: "#80868b",
      titleColor: "#80868b",
      gridColor: "#80868b40",
      domainColor: "#80868b",
      tickColor: "#80868b"
    },
    legend: { labelColor: "#80868b", orient: "bottom", title: null, columns: 2, labelLimit: 220 },
    range: { category: colors }
  },
  data: { values: [...points] },
  mark: { type: "line", point: { filled: true, size: 30 }, strokeWidth: 1.5, opacity: 0.8 },
  encoding: {
    x: { field: "epoch", type: "quantitative", title: "epoch", axis: { format: "d", tickMinStep: 1, grid: false } },
    y: { field, type: "quantitative", title: axis.title, axis: { format: axis.format }, scale: { zero: false } },
    color: { field: "arm", type: "nominal", sort: null },
    detail: { field: "cell" }
  }
})

const row = ({ accuracy, done, epoch, imagesPerSecond, loss, task, total }: WatchedTraining) =>
  html`<tr><td>${task}</td><td><progress max="${total}" value="${done}" aria-label="${task}"></progress> ${Math.floor((100 * done) / total)} %</td><td>${epoch}</td><td>${loss.toFixed(4)}</td><td>${(100 * accuracy).toFixed(1)} %</td><td>${imagesPerSecond.toFixed(0)}</td></tr>`

/** The part of the live page that changes, as HTML. */
export const watchContent = async (state: WatchState): Promise<string> => {
  const { cells, isRunning, points, running, secondsLeft, study, title, trained } = state
  const left = trained === cells || secondsLeft === undefined ? "" : `, ${formatDuration(secondsLeft)} left as measured`
  const figure = async (field: "loss" | "testAccuracy", caption: string, axis: { title: string; format: string }) =>
    html`<figure><figcaption>${caption}</figcaption>${trustedHtml(await drawSvg(curves(points, field, axis)))}</figure>`
  const charts =
    points.length === 0
      ? html`<p class="empty">No epoch has ended yet.</p>`
      : html`<div class="charts">${[
          await figure("testAccuracy", "Test accuracy", { title: "share of the test images", format: ".1%" }),
          await figure("loss", "Training loss", { title: "mean over the epoch", format: ".3" })
        ]}</div>`
  return html`<h1>${title}</h1>
<p class="lead">${study}: ${trained} of ${cells} trainings are done${left}.</p>
<h2>Under way</h2>
${
  running.length === 0
    ? html`<p class="empty">${isRunning ? "Something other than a training, or one that is about to begin." : "Nothing runs."}</p>`
    : html`<div class="wide"><table><thead><tr><th scope="col">training</th><th scope="col">steps</th><th scope="col">epoch</th><th scope="col">loss</th><th scope="col">training accuracy</th><th scope="col">images/s</th></tr></thead><tbody>${running.map(row)}</tbody></table></div>`
}
<h2>So far</h2>
${charts}
`.toString()
}
