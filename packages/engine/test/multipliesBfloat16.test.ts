import { describe, expect, it } from "vitest"
import { multipliesBfloat16 } from "../src/tensorflow/multipliesBfloat16.ts"

const cpuInfo = (flags: string): string =>
  `processor\t: 0\nmodel name\t: AMD EPYC\nflags\t\t: ${flags}\nbogomips\t: 5300\n`

describe("multipliesBfloat16", () => {
  it.each([
    ["AVX-512 with its extensions", cpuInfo("fpu avx2 avx512f avx512dq avx512bw avx512vl"), true],
    ["AVX-512 of the first kind", cpuInfo("fpu avx2 avx512f avx512cd"), false],
    ["AVX2", cpuInfo("fpu fma avx avx2"), false],
    ["ARM with bfloat16", "processor\t: 0\nFeatures\t: fp asimd bf16\n", true],
    ["ARM without", "processor\t: 0\nFeatures\t: fp asimd\n", false],
    ["nothing that is known", "", false]
  ])("of %s", (_, text, expected) => {
    expect(multipliesBfloat16(text)).toBe(expected)
  })
})
