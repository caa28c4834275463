/**
 * Counts in equal bins from 0 to `ceiling`; a bin holds its lower edge, the last bin also its upper one.
 *
 * @param values from 0 to `ceiling`; what rounding put just above counts in the last bin
 */
export const histogram = (values: Float64Array, ceiling: number, bins: number) => {
  const edges = Array.from({ length: bins + 1 }, (_, edge) => (edge * ceiling) / bins)
  const counts = new Array<number>(bins).fill(0)
  for (const value of values) {
    let bin = Math.min(bins - 1, Math.floor((value / ceiling) * bins))
    // The division may round across an edge: the edges decide.
    if (value < edges[bin]!) bin--
    else if (bin < bins - 1 && value >= edges[bin + 1]!) bin++
    counts[bin]!++
  }
  return { edges, counts }
}
