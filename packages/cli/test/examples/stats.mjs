// Is a variant at most half a point worse than the baseline? Six differences of accuracy, one a seed
import { nonInferiority, requiredPairs } from "@ebcle/stats"

const differences = [0.002, -0.001, 0.003, 0, 0.001, -0.002]
const { lowerBound, pValue, verdict } = nonInferiority(differences, { margin: 0.005, alpha: 0.05 })
console.log(verdict, lowerBound.toFixed(5), pValue.toFixed(5))
console.log(requiredPairs({ sd: 0.002, margin: 0.002, alpha: 0.05, power: 0.8 }), "pairs for a smaller margin")
