import { type Architecture, type MeasuredWork, stepWork } from "@ebcle/zoo"
import type { MeasuredSteps } from "../stepProfile.ts"

/**
 * What the steps of a network say of its work: to each layer the seconds of its operations, forward and backward, to the
 * update those of the optimizer. Operations that were timed one by one are scaled so that all of them take as long as a step
 * does. The data and the loss are nobody's work.
 */
export const measuredWork = (
  architecture: Architecture,
  batch: number,
  { operations, stepSeconds }: MeasuredSteps
): ReadonlyArray<MeasuredWork> => {
  const works = stepWork(architecture, batch)
  const places = new Set(works.map(({ place }) => place))
  const timed = operations.reduce((sum, { seconds }) => sum + seconds, 0)
  const seconds = new Map<string, number>()
  for (const operation of operations) {
    const { layer, part, phase } = operation
    const place = phase === "optimizer" ? "update" : layer !== null && places.has(layer) ? layer : part
    seconds.set(place, (seconds.get(place) ?? 0) + (operation.seconds * stepSeconds) / timed)
  }
  return works.map((work) => ({ ...work, seconds: seconds.get(work.place) ?? 0 }))
}
