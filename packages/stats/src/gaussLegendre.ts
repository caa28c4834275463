/**
 * Nodes and weights of Gauss and Legendre's quadrature on [low, high], exact for polynomials of degree 2n - 1. Nodes are
 * the roots of the Legendre polynomial, by Newton's method from Tricomi's approximation.
 *
 * @see Abramowitz & Stegun (1964), Handbook of Mathematical Functions, 25.4.30.
 */
export const gaussLegendre = (
  n: number,
  low: number,
  high: number
): { readonly nodes: Float64Array; readonly weights: Float64Array } => {
  const nodes = new Float64Array(n)
  const weights = new Float64Array(n)
  const half = (high - low) / 2
  for (let i = 0; i < n; i += 1) {
    let x = -Math.cos((Math.PI * (i + 0.75)) / (n + 0.5))
    let slope = 1
    // Convergence is quadratic: the start is good to 1/n³, so that four steps reach the rounding error.
    for (let step = 0; step < 5; step += 1) {
      let [previous, value] = [1, x]
      for (let degree = 2; degree <= n; degree += 1) {
        ;[previous, value] = [value, ((2 * degree - 1) * x * value - (degree - 1) * previous) / degree]
      }
      slope = (n * (x * value - previous)) / (x * x - 1)
      x -= value / slope
    }
    nodes[i] = low + half * (1 + x)
    weights[i] = (2 * half) / ((1 - x * x) * slope * slope)
  }
  return { nodes, weights }
}
