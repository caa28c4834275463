import type { ArmStyle } from "../armStyle.ts"

/** Encodings that give each arm its own colour, dash and symbol; drawn without a legend, which the page has in HTML. */
export const armScales = (arms: ReadonlyArray<{ readonly label: string; readonly style: ArmStyle }>) => {
  const channel = <A>(range: Array<A>) =>
    ({ field: "arm", type: "nominal", legend: null, scale: { domain: arms.map(({ label }) => label), range } }) as const
  return {
    color: channel(arms.map(({ style }) => style.color)),
    strokeDash: channel(arms.map(({ style }) => [...style.dash])),
    shape: channel(arms.map(({ style }) => style.shape))
  }
}
