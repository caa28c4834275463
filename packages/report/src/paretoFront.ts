/** A choice with what it costs and what it gives. */
export interface Choice {
  readonly cost: number
  readonly gain: number
}

/** The choices to which no other is at once as cheap and as good, and better in one of the two; cheapest first. */
export const paretoFront = <A extends Choice>(choices: ReadonlyArray<A>): ReadonlyArray<A> => {
  const front: Array<A> = []
  for (const choice of choices.toSorted((a, b) => a.cost - b.cost || b.gain - a.gain)) {
    if (front.length === 0 || choice.gain > front.at(-1)!.gain) front.push(choice)
  }
  return front
}
