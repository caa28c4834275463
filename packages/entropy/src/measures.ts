import type { Measure } from "./measure.ts"
import { shannon } from "./shannon.ts"

/** Every measure by the name that a study calls it by. */
export const measures = { shannon } as const satisfies Readonly<Record<string, Measure>>
export type MeasureName = keyof typeof measures
