/** Channels as multiples of 8, never less than 90 % of what was asked for (as MobileNetV2's code rounds). */
export const roundChannels = (channels: number, multiplier: number): number => {
  const wanted = channels * multiplier
  const rounded = Math.max(8, Math.floor(wanted / 8 + 0.5) * 8)
  return rounded < 0.9 * wanted ? rounded + 8 : rounded
}
