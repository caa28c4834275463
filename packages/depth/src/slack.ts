/**
 * Relative slack for a quotient that is a whole number but for rounding: 8 equally frequent values have ln 8 nats,
 * which are 3 bits and not a rounding error more.
 */
export const slack = 1e-12
