import { counted, figure, fixed, type Html, html, integer, noHtml } from "@ebcle/report"
import { measures } from "../measures.ts"
import { presentation } from "../presentation.ts"
import type { drifts } from "./charts.ts"
import type { MeasureView, PageInput, Picture } from "./pageInput.ts"

const capital = (title: string): string => `${title.slice(0, 1).toUpperCase()}${title.slice(1)}`

/** Numbers of a view as they are shown. */
const shown = ({ train: { profile } }: MeasureView, { unit }: PageInput) => {
  const { factor, unit: name } = presentation(profile.unit, unit)
  return { unit: name, say: (value: number) => fixed(factor * value, 3) }
}

/** Every measure in a table: what the training images have. */
export const overviewSection = (input: PageInput): Html => {
  const rows = input.views.map((view) => {
    const { mean, meanInterval, measure, quantiles, sd } = view.train.profile
    const { say, unit } = shown(view, input)
    const interval = `[${say(meanInterval.lower)}, ${say(meanInterval.upper)}]`
    return html`<tr><th scope="row"><a href="#${measure}">${capital(measures[measure].title)}</a><span class="below">${measure}</span></th><td class="text">${unit}</td>${[
      say(mean),
      interval,
      say(sd),
      say(quantiles.q05),
      say(quantiles.q50),
      say(quantiles.q95)
    ].map((cell) => html`<td>${cell}</td>`)}</tr>`
  })
  const { meanInterval } = input.views[0]!.train.profile
  return html`<section id="overview" aria-labelledby="overview-heading">
<h2 id="overview-heading">Measures</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="overview-heading"><table class="numbers">
<caption><span>Over the ${counted(input.labels.length, "training image")}. Intervals of the mean: ${100 * meanInterval.level} %, from ${integer(meanInterval.replicates)} resamples within classes, seed ${meanInterval.seed}.</span></caption>
<thead><tr><th scope="col" class="text">measure</th><th scope="col" class="text">unit</th><th scope="col">mean</th><th scope="col">interval</th><th scope="col">sd</th><th scope="col">5 %</th><th scope="col">median</th><th scope="col">95 %</th></tr></thead>
<tbody>${rows}</tbody></table></div>
<p class="note">Entropies of histograms are plug-in estimates, which are too low: an image has few values for the many that are possible. The corrections of Miller and Madow and of Hausser and Strimmer say by how much, roughly.</p>
</section>
`
}

const gallery = (title: string, pictures: ReadonlyArray<Picture>, say: (value: number) => string): Html =>
  html`<div><h3>${title}</h3><ul class="pictures">${pictures.map(
    ({ name, uri, value }) =>
      html`<li><img src="${uri}" alt="An image of class ${name}"><span>${say(value)}<span class="below">class ${name}</span></span></li>`
  )}</ul></div>`

/** One measure: what it says, how it is distributed, and which images are at its ends. */
export const measureSection = (view: MeasureView, input: PageInput, drawings: ReadonlyArray<Html>): Html => {
  const { measure, perChannel } = view.train.profile
  const { describes, source, title } = measures[measure]
  const { say, unit } = shown(view, input)
  const channels = perChannel.map(({ channel, mean }) => `${say(mean)} in channel ${channel + 1}`).join(", ")
  return html`<section id="${measure}" aria-labelledby="${measure}-heading">
<h2 id="${measure}-heading">${capital(title)}</h2>
<p>${describes} <span class="quiet">Source: ${source}.</span></p>
${channels === "" ? noHtml : html`<p>On average ${channels} (${unit}).</p>`}
${figure({
  drawings,
  caption: html`<strong>Distribution over the images, and training images by class.</strong> Line: from the 5 % to the 95 % quantile; bar: the middle half; tick: the median.`
})}
<div class="galleries">${gallery("Lowest", view.pictures.lowest, say)}${gallery("Around the median", view.pictures.median, say)}${gallery("Highest", view.pictures.highest, say)}</div>
</section>
`
}

/** Measures against each other. */
export const comparisonSection = (correlations: Html, scatters: ReadonlyArray<Html>, first: string): Html =>
  html`<section id="comparison" aria-labelledby="comparison-heading">
<h2 id="comparison-heading">Measure against measure</h2>
<figure><div class="wide">${correlations}</div>
<figcaption><strong>Spearman’s rank correlation</strong> over the training images: 1 where two measures put the images in one order, −1 where in opposite ones. A measure that has one value for all images has none.</figcaption></figure>
${figure({
  drawings: scatters,
  caption: html`<strong>${capital(first)} against every other measure.</strong> Each dot is a training image; about 250 are drawn, evenly spaced in the order of the dataset.`
})}
</section>
`

/** Training images against test images. */
export const driftSection = (input: PageInput, found: ReturnType<typeof drifts>, drawing: Html): Html => {
  const rows = input.views.map((view, index) => {
    const { say, unit } = shown(view, input)
    const { critical, distance } = found[index]!
    const [train, test] = [view.train.profile, view.test.profile]
    return html`<tr><th scope="row">${capital(measures[train.measure].title)}</th><td class="text">${unit}</td><td>${say(train.mean)}</td><td>${say(test.mean)}</td><td>${fixed(distance, 4)}</td><td class="text">${distance > critical ? "more than chance" : "within chance"}</td></tr>`
  })
  return html`<section id="drift" aria-labelledby="drift-heading">
<h2 id="drift-heading">Training against test</h2>
<p>A bound from training images says something of test images if both are alike. The Kolmogorov-Smirnov distance is the largest difference between the shares of images below any value: 0 where the splits are alike, 1 where they have nothing in common.</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="drift-heading"><table class="numbers">
<caption><span>${counted(input.dataset.splits.train.count, "training image")} and ${counted(input.dataset.splits.test.count, "test image")}. Two samples of one distribution exceed ${fixed(found[0]!.critical, 4)} once in twenty times, so of many measures some do.</span></caption>
<thead><tr><th scope="col" class="text">measure</th><th scope="col" class="text">unit</th><th scope="col">mean, training</th><th scope="col">mean, test</th><th scope="col">distance</th><th scope="col" class="text">is</th></tr></thead>
<tbody>${rows}</tbody></table></div>
${figure({ drawings: [drawing], caption: html`<strong>Distance between training and test images.</strong> The tick is what chance alone exceeds once in twenty times.` })}
</section>
`
}
