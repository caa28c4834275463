import { expect, it } from "vitest"
import { armColors, armStyle } from "../src/armStyle.ts"
import { styleSheet } from "../src/styleSheet.ts"

const styles = Array.from({ length: 36 }, (_, index) => armStyle(index))

it("tells 36 arms apart by colour and symbol together", () => {
  expect(new Set(styles.map(({ color, shape }) => `${color} ${shape}`)).size).toBe(36)
})

it("tells the first arms apart by colour alone and by symbol alone", () => {
  const first = styles.slice(0, armColors)
  expect(new Set(first.map(({ color }) => color)).size).toBe(armColors)
  expect(new Set(first.map(({ shape }) => shape)).size).toBe(armColors)
})

it("uses colours that the style sheet defines for light, dark and print", () => {
  for (const { color } of styles) {
    const name = /^var\((--arm-\d)\)$/.exec(color)![1]!
    expect(styleSheet.split(`${name}: #`).length - 1).toBe(3)
  }
})
