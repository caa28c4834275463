// A network cut to four blocks, and widened to what it cost before
import { describe, resnet, restrict } from "@ebcle/zoo"

const baseline = resnet({ depth: 20, input: [32, 32, 3], classes: 10 })
const restricted = restrict(baseline, 4, { macs: 1 })
console.log(describe(restricted))
