/** A standard normal number, by Box and Muller. */
export const normal = (random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** Laws of mean 0, with the median and the centre (the median of the mean of two) that rank tests speak of. */
export const laws = {
  normal: { draw: normal, sd: 1, median: 0, centre: 0 },
  // Exponential less its mean.
  skewed: {
    draw: (random) => -Math.log(1 - random()) - 1,
    sd: 1,
    median: Math.LN2 - 1,
    // Half the median of the sum of two, a gamma variate of shape 2.
    centre: 1.6783469900166605 / 2 - 1
  },
  // Student's t with three degrees of freedom.
  heavy: {
    draw: (random) => {
      const chiSquare = normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2
      return normal(random) / Math.sqrt(chiSquare / 3)
    },
    sd: Math.sqrt(3),
    median: 0,
    centre: 0
  }
}
