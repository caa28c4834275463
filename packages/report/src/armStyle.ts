/** How an arm looks in every drawing: a colour of the style sheet, a dash pattern and a symbol (an SVG path). */
export interface ArmStyle {
  readonly color: string
  readonly dash: ReadonlyArray<number>
  readonly shape: string
}

/** Number of arm colours that the style sheet defines. */
export const armColors = 6

const dashes = [[], [6, 2], [2, 2], [8, 2, 2, 2]]

/** Symbols of about equal area in the square from (-1, -1) to (1, 1). */
const shapes = [
  "M-1,0A1,1,0,1,1,1,0A1,1,0,1,1,-1,0Z",
  "M-0.9,-0.9H0.9V0.9H-0.9Z",
  "M0,-1.2L1.2,0L0,1.2L-1.2,0Z",
  "M0,-1.1L1.1,0.9H-1.1Z",
  "M0,1.1L1.1,-0.9H-1.1Z",
  "M-0.4,-1.1H0.4V-0.4H1.1V0.4H0.4V1.1H-0.4V0.4H-1.1V-0.4H-0.4Z"
]

/** The style of the arm at a place in the comparison. Colour, dash and symbol agree, so that none is needed alone. */
export const armStyle = (index: number): ArmStyle => {
  const round = Math.floor(index / armColors)
  return {
    color: `var(--arm-${index % armColors})`,
    dash: dashes[(index + round) % dashes.length]!,
    shape: shapes[(index + round) % shapes.length]!
  }
}
