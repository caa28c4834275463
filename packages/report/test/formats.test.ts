import { describe, expect, it } from "vitest"
import { csv } from "../src/formats/csv.ts"
import { latexText } from "../src/formats/latex.ts"
import { markdownText } from "../src/formats/markdown.ts"
import { paretoFront } from "../src/paretoFront.ts"
import { seedsText } from "../src/texts/methods.ts"

describe("formats", () => {
  it("quotes what CSV would take apart, and leaves null empty", () => {
    const column = { description: "", type: "text" as const }
    const table = {
      name: "t",
      columns: [
        { ...column, name: "a", values: ['say "a, b"', "two\nlines", null] },
        { ...column, name: "b", values: [0.1 + 0.2, -0, 1e-300] }
      ]
    }
    expect(csv(table)).toBe('a,b\n"say ""a, b""",0.30000000000000004\n"two\nlines",0\n,1e-300\n')
  })

  it.each([
    ["50 % of a_b & c#", "50 \\% of a\\_b \\& c\\#"],
    ["−0.5 ± 1", "$-$0.5 $\\pm$ 1"],
    ["\\input{x}$^2$", "\\textbackslash{}input\\{x\\}\\$\\textasciicircum{}2\\$"],
    ["a\nb", "a b"]
  ])("writes %j for LaTeX", (text, expected) => expect(latexText(text)).toBe(expected))

  it.each([
    ["# a\n- b", "\\# a - b"],
    ["[x](javascript:1)", "\\[x\\](javascript:1)"],
    ["&lt;b&gt;", "\\&lt;b\\&gt;"]
  ])("writes %j for Markdown", (text, expected) => expect(markdownText(text)).toBe(expected))
})

it("says seeds as ranges", () => {
  expect(seedsText([3, 1, 2, 7, 9, 10])).toBe("1 to 3, 7, 9 and 10")
  expect(seedsText([5])).toBe("5")
})

it("finds the choices that no other beats, as a search through all pairs does", () => {
  const choices = Array.from({ length: 60 }, (_, i) => ({ cost: (i * 37) % 23, gain: (i * 53) % 19 }))
  const beaten = (a: (typeof choices)[number]) =>
    choices.some((b) => b.cost <= a.cost && b.gain >= a.gain && (b.cost < a.cost || b.gain > a.gain))
  const expected = new Set(choices.filter((choice) => !beaten(choice)).map(({ cost, gain }) => `${cost}/${gain}`))
  const front = paretoFront(choices)
  expect(new Set(front.map(({ cost, gain }) => `${cost}/${gain}`))).toEqual(expected)
  expect(front.map(({ cost }) => cost)).toEqual(front.map(({ cost }) => cost).toSorted((a, b) => a - b))
})
