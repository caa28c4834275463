import { ZooError } from "./zooError.ts"

/** As wide as no published network is by far: beyond it counts are no longer exact. */
const widest = 65_536

/** Throws ZooError `UnsupportedWidth`, with the nearest that there is, for a width knob that is no whole number from 1 to 65,536. */
export const requireWidth = (family: string, knob: string, value: number): void => {
  if (Number.isInteger(value) && value >= 1 && value <= widest) return
  const nearest = Math.min(widest, Math.max(1, Math.round(value)))
  throw new ZooError(
    "UnsupportedWidth",
    `${family} has ${knob} from 1 to ${widest}, not ${value}: the nearest is ${nearest}`
  )
}
